import Foundation
import Media
import Testing

@Suite struct AvatarBuildTests {
    @Test("a recording becomes a pack that says what it is and who agreed")
    func builds() throws {
        let path = try BuiltPack.path()
        let outcome = try BuiltPack.outcome.get()
        #expect(outcome.output.contains("Ada is in \(BuiltPack.name)"))
        for stage in ["tracking the face", "aligning the speech", "learning the mouth", "rendering the preview"] {
            #expect(outcome.errors.contains(stage))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: BuiltPack.folder.path) == [BuiltPack.name])
        let text = try Executable.run("avatar", "info", path)
        #expect(text.exitCode == 0)
        #expect(text.output.contains("synthetic: declared to show no living person"))
        #expect(text.output.contains("all hashes right"))
        let json = try Executable.run("avatar", "info", path, "--json")
        let manifest = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(manifest["format"] as? String == "visavis-avatar-pack")
        #expect(manifest["framesPerSecond"] as? Int == 25)
        #expect((manifest["unitCount"] as? Int ?? 0) > 100)
        let alignment = try #require(manifest["alignment"] as? [String: Any])
        #expect(alignment["source"] as? String == "transcript")
        #expect(alignment["confidence"] as? Double ?? 0 > 0.6)
        #expect((manifest["files"] as? [String: Any])?.keys.sorted() == Self.files)
        let preview = try Video(BuiltPack.pack.appending(path: "preview.mp4"))
        #expect((4.0...9).contains(preview.probe.duration))
    }

    private static let files = [
        "body.clip", "graph.bin", "mouth.bin", "preview.mp4", "thumbnail.jpg", "track.bin", "units.bin",
    ]

    @Test("the same recording gives the same bytes, also beside the rests of a build that was killed")
    func reproducible() throws {
        let first = try BuiltPack.path()
        try Scratch.use { folder in
            let rests = folder.appending(path: ".\(BuiltPack.name).building")
            try FileManager.default.createDirectory(at: rests, withIntermediateDirectories: true)
            try Data("half a file".utf8).write(to: rests.appending(path: "units.bin"))
            try Data("of another version".utf8).write(to: rests.appending(path: "old.bin"))
            let outcome = try Executable.run(BuiltPack.arguments(BuiltPack.name), in: folder)
            #expect(outcome.exitCode == 0)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [BuiltPack.name])
            for file in Self.files + ["manifest.json"] {
                let original = try Data(contentsOf: URL(fileURLWithPath: first).appending(path: file))
                let again = try Data(contentsOf: folder.appending(path: BuiltPack.name).appending(path: file))
                #expect(original == again, "\(file) differs")
            }
        }
    }

    @Test(
        "a consent record that cannot be used is refused before the work, with 1",
        arguments: [
            ("I agree.", "must be JSON"), (#"{"statement": "I agree.", "name": "Eve"}"#, "must be JSON"),
            (#"{"statement": " ", "name": "Eve", "date": "2026-05-31"}"#, "\"statement\" is empty"),
            (#"{"statement": "I agree.", "name": "Eve", "date": "in May"}"#, "a day like"),
        ])
    func badConsent(record: String, reason: String) throws {
        try Scratch.use { folder in
            try Data(record.utf8).write(to: folder.appending(path: "consent.json"))
            let outcome = try Executable.run(
                "avatar", "build", Executable.fixture("ada-12s.mp4"), "--out", "ada", "--consent", "consent.json",
                in: folder)
            #expect(outcome.exitCode == 1)
            #expect(outcome.errors.contains(reason))
            #expect(outcome.errors.filter { $0 == "\n" }.count == 1)
        }
    }

    @Test("a recording that is too short is refused with 1, and what to do")
    func refused() throws {
        try Scratch.use { folder in
            let outcome = try Executable.run(
                "avatar", "build", Executable.fixture("ada-12s.mp4"), "--out", "ada", "--synthetic", in: folder)
            #expect(outcome.exitCode == 1)
            #expect(outcome.errors.contains("refused"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }

    @Test("an output that exists is left alone, with 73")
    func outputExists() throws {
        try Scratch.use { folder in
            let mine = folder.appending(path: "ada")
            try Data("mine".utf8).write(to: mine)
            let outcome = try Executable.run(BuiltPack.arguments("ada"), in: folder)
            #expect(outcome.exitCode == 73)
            #expect(outcome.errors.contains("exists already"))
            #expect(try Data(contentsOf: mine) == Data("mine".utf8))
        }
    }

    @Test("Ctrl-C ends a build with 130 and leaves nothing", arguments: ["tracking the face", "making transitions"])
    func interrupted(stage: String) throws {
        try Scratch.use { folder in
            let running = try Executable.start(BuiltPack.arguments("ada"), in: folder)
            running.waitForErrors(containing: stage)
            kill(running.process.processIdentifier, SIGINT)
            let outcome = try running.finish()
            #expect(outcome.exitCode == 130)
            #expect(outcome.output.isEmpty)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }
}
