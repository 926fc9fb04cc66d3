import Core
import Foundation
import Media
import Testing
import Tracking

@Suite struct AvatarSayTests {
    private static let text = "Five brave men may buy apples. Mama, papa, bye!"

    @Test("a text becomes a video of the right length whose timings explain every frame")
    func text() throws {
        let pack = try BuiltPack.path()
        try Scratch.use { folder in
            let outcome = try Executable.run(
                [
                    "avatar", "say", "--avatar", pack, "--text", Self.text, "--out", "a.mp4", "--size", "360p",
                    "--timings", "a.json", "--sheet", "a.png",
                ], in: folder)
            #expect(outcome.exitCode == 0)
            #expect(outcome.output.contains("a.mp4: "))
            #expect(outcome.output.contains("real time"))
            let video = try Video(folder.appending(path: "a.mp4"))
            let timings = try Timing.read(folder.appending(path: "a.json"))
            #expect(video.probe.video?.codec == "H.264" && video.probe.video?.width == 640)
            #expect(abs((video.probe.video?.frameRate ?? 0) - 25) < 0.1)
            #expect(video.frames.count == timings.count)
            #expect(abs(video.probe.duration - Double(timings.count) / 25) < 0.1)
            #expect(video.audio.samples.contains { abs($0) > 0.1 })
            #expect(video.frames.allSatisfy { $0.brightness > 40 })
            try Self.check(timings)
            try Self.checkBody(video, timings, pack)
            try Self.checkLips(video, timings)
            let sheet = try Data(contentsOf: folder.appending(path: "a.png"))
            #expect(sheet.starts(with: [0x89, 0x50, 0x4E, 0x47]) && sheet.count > 100_000)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 3)
        }
    }

    private static func check(_ timings: [Timing]) throws {
        for (index, timing) in timings.enumerated() {
            #expect(timing.frame == index)
            #expect(abs(timing.audioTime - (Double(index) + 0.5) / 25) < 1e-9)
            #expect(abs(timing.visemes.values.reduce(0, +) - 1) < 0.01 && timing.visemes.count == 15)
            #expect(timing.bodyFrame != nil)
            #expect((timing.unit == nil) == (timing.strength == 0))
        }
        // p, b, m: never a single closed frame.
        let shut = timings.map { $0.closure > 0.5 }
        #expect(shut.count { $0 } >= 10)
        for index in 1..<(shut.count - 1) where shut[index] { #expect(shut[index - 1] || shut[index + 1]) }
    }

    /// Above the mouth the picture is always the body clip's, and all of it is where no mouth is composited, but for
    /// the video's own compression.
    private static func checkBody(_ video: Video, _ timings: [Timing], _ pack: String) throws {
        let body = try BodyClipReader(BodyClip(path: pack + "/body.clip"))
        for (frame, timing) in zip(video.frames, timings) {
            let original = try body.frame(at: try #require(timing.bodyFrame))
            #expect(original.difference(to: frame, x: 0..<640, y: 0..<(timing.strength == 0 ? 360 : 120)) < 2)
        }
    }

    /// The lips, as the tracker sees them in the video, follow the visemes.
    private static func checkLips(_ video: Video, _ timings: [Timing]) throws {
        let installation = try TrackerInstallation.find(startingAt: [Executable.root.appending(path: "Tools")])
        let tracker = try FaceTracker(width: 640, height: 360, installation: installation)
        var sightings: [FaceSighting] = []
        for frame in video.frames { sightings += try tracker.track(frame) }
        sightings += try tracker.finish()
        let track = FaceTrack(sightings: sightings, framesPerSecond: 25, width: 640, height: 360)
        let opening = MouthCurve(track, poses: try #require(PoseTrack(track))).opening.map(Double.init)
        let vowels = timings.map { timing in ["aa", "E", "O"].reduce(0.0) { $0 + (timing.visemes[$1] ?? 0) } }
        #expect(correlation(opening, vowels) > 0.4)
        let open = zip(opening, vowels).filter { $0.1 > 0.7 }.map(\.0)
        let shut = zip(opening, timings).filter { $0.1.closure > 0.5 }.map(\.0)
        #expect(mean(open) > 2 * mean(shut))
    }

    private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(values.count, 1)) }

    private static func correlation(_ a: [Double], _ b: [Double]) -> Double {
        let (ma, mb) = (mean(a), mean(b))
        let covariance = zip(a, b).reduce(0) { $0 + ($1.0 - ma) * ($1.1 - mb) }
        let (va, vb) = (a.reduce(0) { $0 + ($1 - ma) * ($1 - ma) }, b.reduce(0) { $0 + ($1 - mb) * ($1 - mb) })
        return covariance / (va * vb).squareRoot()
    }

    @Test("sound alone moves the lips too, at 30 frames per second, and the same call gives the same video")
    func audio() throws {
        let pack = try BuiltPack.path()
        try Scratch.use { folder in
            try Wave.write(
                try Video(BuiltPack.pack.appending(path: "preview.mp4")).audio, to: folder.appending(path: "voice.wav"))
            for name in ["a", "b"] {
                let outcome = try Executable.run(
                    [
                        "avatar", "say", "--avatar", pack, "--audio", "voice.wav", "--out", "\(name).mp4", "--size",
                        "360p", "--fps", "30", "--timings", "\(name).json",
                    ], in: folder)
                #expect(outcome.exitCode == 0)
            }
            let video = try Video(folder.appending(path: "a.mp4"))
            let timings = try Timing.read(folder.appending(path: "a.json"))
            #expect(abs((video.probe.video?.frameRate ?? 0) - 30) < 0.1 && video.frames.count == timings.count)
            let said = timings.filter { $0.visemes["sil", default: 0] < 0.5 && $0.intensity > 0.3 }
            #expect(said.count > 45)
            #expect(Set(said.compactMap(\.unit)).count > 20)
            let (x, y) = (270..<370, 120..<200)
            let changes = zip(video.frames, video.frames.dropFirst()).map { $0.difference(to: $1, x: x, y: y) }
            #expect(changes.count { $0 > 0.5 } > 40)
            for file in ["mp4", "json"] {
                let first = try Data(contentsOf: folder.appending(path: "a.\(file)"))
                #expect(first == (try Data(contentsOf: folder.appending(path: "b.\(file)"))))
            }
        }
    }

    @Test(
        "what cannot be said ends with its code, one line, and no file",
        arguments: [
            (["--text", "… !?"], 1, "spoken"), (["--audio", "words.txt"], 2, "not a video or audio file"),
            (["--audio", "none.wav"], 2, "none.wav"), (["--text", "Hi.", "--sheet", "no/such/a.png"], 73, "no folder"),
            (["--text", "Hi.", "--timings", "no/such/a.json"], 73, "no folder"),
        ] as [([String], Int32, String)])
    func refused(words: [String], code: Int32, reason: String) throws {
        let pack = try BuiltPack.path()
        try Scratch.use { folder in
            try Data("These are words.".utf8).write(to: folder.appending(path: "words.txt"))
            let outcome = try Executable.run(["avatar", "say", "--avatar", pack, "--out", "a.mp4"] + words, in: folder)
            #expect(outcome.exitCode == code)
            #expect(outcome.output.isEmpty)
            #expect(outcome.errors.contains(reason))
            #expect(outcome.errors.filter { $0 == "\n" }.count == 1)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["words.txt"])
        }
    }

    @Test("a video that cannot be written is told before the work, with 73")
    func unwritable() throws {
        let outcome = try Executable.run(
            "avatar", "say", "--avatar", try BuiltPack.path(), "--text", "Hi.", "--out", "/no/such/folder/a.mp4")
        #expect(outcome.exitCode == 73)
        #expect(outcome.errors.filter { $0 == "\n" }.count == 1)
    }

    @Test("an expression that the recording does not show is said aloud, and the video made all the same")
    func expression() throws {
        let pack = try BuiltPack.path()
        try Scratch.use { folder in
            let json = try Executable.run("avatar", "info", pack, "--json").output
            let manifest = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
            let shown = try #require(manifest["expressions"] as? [String])
            for mood in ["neutral", "friendly", "serious", "attentive"] {
                let outcome = try Executable.run(
                    [
                        "avatar", "say", "--avatar", pack, "--text", "Hi.", "--out", "\(mood).mp4", "--size", "360p",
                        "--expression", mood,
                    ], in: folder)
                #expect(outcome.exitCode == 0)
                #expect(outcome.errors.contains("shows nothing \(mood)") == !shown.contains(mood))
            }
        }
    }

    @Test("a recording whose words are known is aligned first; a text without words is refused with 1")
    func transcript() throws {
        let pack = try BuiltPack.path()
        try Scratch.use { folder in
            let voice = try Video(URL(fileURLWithPath: Executable.fixture("ada-12s.mp4"))).audio.cut(2.8..<9.4)
            try Wave.write(voice, to: folder.appending(path: "voice.wav"))
            let words = ["avatar", "say", "--avatar", pack, "--audio", "voice.wav", "--size", "360p", "--out"]
            let outcome = try Executable.run(
                words + ["a.mp4", "--transcript", Executable.fixture("ada-12s.txt"), "--timings", "a.json"], in: folder)
            #expect(outcome.exitCode == 0)
            let shut = try Timing.read(folder.appending(path: "a.json")).map { $0.closure == 1 }
            #expect(shut.count { $0 } >= 6)
            try Data("… !?".utf8).write(to: folder.appending(path: "none.txt"))
            let none = try Executable.run(words + ["b.mp4", "--transcript", "none.txt"], in: folder)
            #expect(none.exitCode == 1)
            #expect(none.errors.filter { $0 == "\n" }.count == 1)
        }
    }

    @Test("Ctrl-C ends a rendering with 130 and leaves nothing")
    func interrupted() throws {
        let pack = try BuiltPack.path()
        try Scratch.use { folder in
            let text = String(repeating: "And so on and on. ", count: 200)
            let running = try Executable.start(
                ["avatar", "say", "--avatar", pack, "--text", text, "--out", "a.mp4"], in: folder)
            running.waitForErrors(containing: "rendering")
            kill(running.process.processIdentifier, SIGINT)
            #expect(try running.finish().exitCode == 130)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }
}

/// 16-bit PCM in a RIFF file (Microsoft's WAVE format, tag 1).
enum Wave {
    static func write(_ clip: AudioClip, to url: URL) throws {
        func bytes<Value: FixedWidthInteger>(_ value: Value) -> Data {
            withUnsafeBytes(of: value.littleEndian) { Data($0) }
        }
        let size = UInt32(clip.samples.count * 2)
        let rate = UInt32(clip.sampleRate)
        var data = Data("RIFF".utf8) + bytes(36 + size) + Data("WAVEfmt ".utf8) + bytes(UInt32(16))
        data +=
            bytes(UInt16(1)) + bytes(UInt16(1)) + bytes(rate) + bytes(rate * 2) + bytes(UInt16(2)) + bytes(UInt16(16))
        data += Data("data".utf8) + bytes(size)
        for sample in clip.samples { data += bytes(Int16(max(-1, min(1, sample)) * 32767)) }
        try data.write(to: url)
    }
}
