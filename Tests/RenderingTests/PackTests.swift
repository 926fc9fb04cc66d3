import Core
import Cryptography
import Foundation
import Rendering
import Testing

/// A small valid pack in a temporary folder, removed with the value.
final class SyntheticPack {
    let folder = FileManager.default.temporaryDirectory.appending(path: "pack-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let library = SyntheticMouth.library(unitCount: 4)
        let codec = JPEGCodec()
        let jpeg = try #require(codec.encode(VideoFrame(width: 64, height: 48, y: 120), quality: 90))
        let area = MouthRegion.Rectangle(x: 600, y: 340, width: 64, height: 48)
        let frames = (0..<10).map { index in
            BodyGraph.Frame(
                part: .idle, states: .all, tags: .mouthAtRest, successor: index < 9 ? index + 1 : nil,
                exits: index == 9 ? [.init(target: 0, cost: 0)] : [])
        }
        let graph = try BodyGraph(framesPerSecond: 25, stepLimit: 3, footageCount: 10, frames: frames)
        let track = BodyTrack(frames: [BodyTrack.Frame](repeating: SyntheticMouth.body, count: 10))
        let files: [String: Data] = [
            AvatarPack.FileName.mouth: library.encoded(),
            AvatarPack.FileName.units: UnitPictures.encoded((0..<4).map { _ in (area, jpeg) }),
            AvatarPack.FileName.track: track.encoded(),
            AvatarPack.FileName.graph: Data(graph.encoded()),
        ]
        for (name, bytes) in files { try bytes.write(to: folder.appending(path: name)) }
        try write(
            PackManifest(
                id: "test", name: "Test", voice: "slt", framesPerSecond: 25, size: .init(width: 1280, height: 720),
                sourceSize: .init(width: 1920, height: 1080), parts: [], expressions: [], unitCount: 4,
                alignment: .init(source: "transcript", confidence: 1, closuresConfirmed: 1), consent: .synthetic,
                provenance: [:],
                files: files.mapValues { .init(bytes: $0.count, sha256: SHA256.hex(of: $0)) }))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func write(_ manifest: PackManifest) throws {
        try JSONEncoder().encode(manifest).write(to: folder.appending(path: AvatarPack.FileName.manifest))
    }
}

struct PackTests {
    @Test("a whole pack opens")
    func opens() throws {
        let synthetic = try SyntheticPack()
        let pack = try AvatarPack(opening: synthetic.folder)
        #expect(pack.mouth.units.count == 4)
        #expect(try pack.pictures.image(of: 2, with: JPEGCodec()).width == 64)
    }

    @Test(
        "one changed byte in any file is named as damage",
        arguments: [
            AvatarPack.FileName.mouth, AvatarPack.FileName.units, AvatarPack.FileName.track, AvatarPack.FileName.graph,
        ])
    func changedByte(file: String) throws {
        let synthetic = try SyntheticPack()
        let path = synthetic.folder.appending(path: file)
        var bytes = try Data(contentsOf: path)
        bytes[bytes.count / 2] ^= 0x40
        try bytes.write(to: path)
        #expect(throws: PackError.damaged(file: file, reason: "has other contents than when it was built")) {
            try AvatarPack(opening: synthetic.folder)
        }
    }

    @Test("a missing file is named")
    func missingFile() throws {
        let synthetic = try SyntheticPack()
        try FileManager.default.removeItem(at: synthetic.folder.appending(path: AvatarPack.FileName.units))
        #expect(throws: PackError.damaged(file: "units.bin", reason: "is missing")) {
            try AvatarPack(opening: synthetic.folder)
        }
    }

    @Test("a pack of a later version says so")
    func newer() throws {
        let synthetic = try SyntheticPack()
        var manifest = try AvatarPack.manifest(of: synthetic.folder)
        manifest.version = 7
        try synthetic.write(manifest)
        #expect(throws: PackError.newer(version: 7, supported: 1)) { try AvatarPack(opening: synthetic.folder) }
    }

    @Test("somebody else's manifest is foreign, an empty folder is missing")
    func foreign() throws {
        let synthetic = try SyntheticPack()
        try Data(#"{"format": "glTF", "version": 2}"#.utf8)
            .write(to: synthetic.folder.appending(path: AvatarPack.FileName.manifest))
        #expect(throws: PackError.foreign(path: synthetic.folder.path)) { try AvatarPack(opening: synthetic.folder) }
        try FileManager.default.removeItem(at: synthetic.folder.appending(path: AvatarPack.FileName.manifest))
        #expect(throws: PackError.missing(path: synthetic.folder.path)) { try AvatarPack(opening: synthetic.folder) }
    }

    @Test("a manifest cannot name files outside its folder")
    func noEscape() throws {
        let synthetic = try SyntheticPack()
        var manifest = try AvatarPack.manifest(of: synthetic.folder)
        manifest.files["../../etc/passwd"] = .init(bytes: 1, sha256: "")
        try synthetic.write(manifest)
        #expect(throws: PackError.self) { try AvatarPack(opening: synthetic.folder) }
    }

    @Test("seeded mutations of a JPEG crop give a picture or an error, never a crash")
    func jpegMutations() throws {
        let codec = JPEGCodec()
        let jpeg = try #require(codec.encode(VideoFrame(width: 64, height: 48, y: 120), quality: 90))
        var random = SplitMix64(seed: 5)
        for _ in 0..<500 {
            var bytes = jpeg
            for _ in 0..<3 {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            let picture = codec.decode(bytes, maximumSide: 512)
            #expect((picture?.width ?? 0) <= 512)
        }
    }
}

/// Body frames of one colour, so that a touched pixel shows.
private struct FlatFrames: BodyFrameSource {
    func frame(at index: Int) throws -> VideoFrame { VideoFrame(width: 1280, height: 720, y: 60) }
}

struct FaceRendererTests {
    private func renderer(_ synthetic: SyntheticPack, framesPerSecond: Int = 25) throws -> FaceRenderer {
        FaceRenderer(
            pack: try AvatarPack(opening: synthetic.folder), pictures: FlatFrames(),
            format: PictureFormat(width: 1280, height: 720, framesPerSecond: framesPerSecond), seed: 1)
    }

    @Test("in silence every pixel is the body frame's")
    func silenceIsExact() throws {
        let synthetic = try SyntheticPack()
        let renderer = try renderer(synthetic)
        for _ in 0..<30 { #expect(try renderer.next().picture == VideoFrame(width: 1280, height: 720, y: 60)) }
    }

    @Test("the body keeps its tempo at another frame rate", arguments: [(25, 1.0), (30, 25.0 / 30)])
    func bodyTempo(framesPerSecond: Int, tempo: Double) throws {
        let synthetic = try SyntheticPack()
        let renderer = try renderer(synthetic, framesPerSecond: framesPerSecond)
        let bodies = try (0..<61).compactMap { _ in try renderer.next().bodyFrame }
        let steps = zip(bodies, bodies.dropFirst()).count { $0 != $1 }
        #expect(abs(Double(steps) - 60 * tempo) <= 1)
    }
}
