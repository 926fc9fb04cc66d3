import Foundation
import Testing

@Suite struct AvatarCheckTests {
    @Test("a recording that is too short is refused, with a table, JSON and a contact sheet")
    func refused() throws {
        try Scratch.use { folder in
            let recording = Executable.fixture("ada-12s.mp4")
            let outcome = try Executable.run("avatar", "check", recording, "--json", "--sheet", "sheet.png", in: folder)
            #expect(outcome.exitCode == 1)
            let report = try #require(
                try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
            #expect(report["verdict"] as? String == "refused")
            let findings = try #require(report["findings"] as? [[String: Any]])
            let errors = findings.filter { $0["severity"] as? String == "error" }
            #expect(errors.compactMap { $0["check"] as? String } == ["duration"])
            let sheet = try Data(contentsOf: folder.appendingPathComponent("sheet.png"))
            #expect(sheet.starts(with: [0x89, 0x50, 0x4E, 0x47]))
            #expect(outcome.errors.contains("looking at the recording"))
        }
    }

    @Test("the same recording is usable with --allow-short, and the table says so")
    func usable() throws {
        let outcome = try Executable.run("avatar", "check", Executable.fixture("ada-12s.mp4"), "--allow-short")
        #expect(outcome.exitCode == 0)
        #expect(outcome.output.contains("picture-size"))
        #expect(outcome.output.contains("Usable"))
    }

    @Test(
        "a file that is no recording ends with 2 and one line",
        arguments: [("", "empty"), ("These are not moving pictures.", "not a video"), (nil, "No such file")]
            as [(String?, String)])
    func unreadable(content: String?, reason: String) throws {
        try Scratch.use { folder in
            let file = folder.appendingPathComponent("recording.mp4")
            if let content { try Data(content.utf8).write(to: file) }
            let outcome = try Executable.run("avatar", "check", "recording.mp4", in: folder)
            #expect(outcome.exitCode == 2)
            #expect(outcome.output.isEmpty)
            #expect(outcome.errors.hasPrefix("visavis: "))
            #expect(outcome.errors.contains(reason))
            #expect(outcome.errors.filter { $0 == "\n" }.count == 1)
        }
    }

    @Test("a file name with control characters cannot write over the terminal")
    func hostileName() throws {
        let outcome = try Executable.run("avatar", "check", "two\nlines \u{1B}[31mred.mp4")
        #expect(outcome.exitCode == 2)
        #expect(outcome.errors.filter { $0 == "\n" }.count == 1)
        #expect(!outcome.errors.contains("\u{1B}"))
    }

    @Test("a contact sheet that cannot be written is told before the work, with 73")
    func sheetPath() throws {
        let outcome = try Executable.run(
            "avatar", "check", Executable.fixture("ada-12s.mp4"), "--sheet", "no/such/folder/sheet.png")
        #expect(outcome.exitCode == 73)
        #expect(!outcome.errors.contains("looking at"))
    }

    @Test("parts that are no parts end with 64")
    func parts() throws {
        let outcome = try Executable.run(
            "avatar", "check", Executable.fixture("ada-12s.mp4"), "--parts", "now-then")
        #expect(outcome.exitCode == 64)
    }

    @Test("Ctrl-C ends a check with 130 and leaves nothing", arguments: [SIGINT, SIGTERM])
    func interrupted(signal: Int32) throws {
        try Scratch.use { folder in
            let running = try Executable.start(
                ["avatar", "check", Executable.fixture("ada-12s.mp4"), "--sheet", "sheet.png"], in: folder)
            running.waitForErrors(containing: "looking at the recording")
            kill(running.process.processIdentifier, signal)
            let outcome = try running.finish()
            #expect(outcome.exitCode == 130)
            #expect(outcome.output.isEmpty)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }
}
