import Core
import Foundation
import Media

/// A pack built once from the fixture by the executable, for all tests of this bundle; removed when the tests end.
enum BuiltPack {
    static let folder = FileManager.default.temporaryDirectory.appending(path: "visavis-built-\(UUID().uuidString)")
    static let name = "short-ada"
    static var pack: URL { folder.appending(path: name) }

    /// What a build of the fixture is asked for; small pictures make it quick.
    static func arguments(_ output: String) -> [String] {
        [
            "avatar", "build", Executable.fixture("ada-12s.mp4"), "--out", output, "--name", "Ada", "--allow-short",
            "--synthetic", "--transcript", Executable.fixture("ada-12s.txt"), "--size", "360p",
        ]
    }

    static let outcome: Result<Executable.Outcome, any Error> = Result {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        atexit { try? FileManager.default.removeItem(at: BuiltPack.folder) }
        return try Executable.run(arguments(name), in: folder)
    }

    struct BuildFailed: Error { var errors: String }

    /// The path of the pack, built by the first who asks.
    static func path() throws -> String {
        let outcome = try outcome.get()
        guard outcome.exitCode == 0 else { throw BuildFailed(errors: outcome.errors) }
        return pack.path
    }

    /// A copy of the pack that a test may damage.
    static func copy(to folder: URL) throws -> URL {
        let copy = folder.appending(path: "copy")
        try FileManager.default.copyItem(atPath: try path(), toPath: copy.path)
        return copy
    }
}

/// A video file, decoded.
struct Video {
    let probe: MediaProbe
    let frames: [VideoFrame]
    let audio: AudioClip

    init(_ url: URL) throws {
        let decoder = DecoderExecutable(path: Executable.url.path)
        probe = try MediaProbe.probe(path: url.path, decoder: decoder)
        let rate = Int((probe.video?.frameRate ?? 25).rounded())
        let reader = try FootageReader(
            path: url.path, probe: probe, options: .init(framesPerSecond: rate), decoder: decoder)
        var frames: [VideoFrame] = []
        while let frame = try reader.next() { frames.append(frame) }
        self.frames = frames
        audio = try FootageReader.readAudio(path: url.path, sampleRate: 16_000, decoder: decoder)
    }
}

/// One entry of `--timings`, read as a stranger would.
struct Timing: Decodable {
    var frame: Int
    var audioTime: Double
    var visemes: [String: Double]
    var closure: Double
    var intensity: Double
    var unit: Int?
    var bodyFrame: Int?
    var strength: Double

    static func read(_ url: URL) throws -> [Timing] {
        try JSONDecoder().decode([Timing].self, from: Data(contentsOf: url))
    }
}

extension VideoFrame {
    /// Mean of the luma plane.
    var brightness: Double { Double(bytes[0..<uOffset].reduce(0) { $0 + Int($1) }) / Double(uOffset) }

    /// Mean absolute difference of luma within a box.
    func difference(to other: VideoFrame, x: Range<Int>, y: Range<Int>) -> Double {
        var sum = 0
        for row in y {
            for column in x { sum += abs(Int(bytes[row * width + column]) - Int(other.bytes[row * width + column])) }
        }
        return Double(sum) / Double(x.count * y.count)
    }
}
