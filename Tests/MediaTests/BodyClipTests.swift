import Core
import Testing

@testable import Media

extension MediaSuite {
    @Suite("Body clips")
    struct BodyClipTests {
        let folder: TemporaryFolder
        init() throws { folder = try TemporaryFolder() }

        private func clip(_ name: String, frames: Int = 40, decodesFast: Bool = false) throws -> [UInt8] {
            let writer = try BodyClipWriter(
                path: folder.file(name), width: 322, height: 242, framesPerSecond: 25, decodesFast: decodesFast)
            for number in 0..<frames { try writer.write(Recording.pattern(number, width: 322, height: 242)) }
            try writer.finish()
            return try bytes(of: folder.file(name))
        }

        @Test("every frame comes back at any order of asking", arguments: [false, true])
        func randomAccess(decodesFast: Bool) throws {
            _ = try clip("a.h264", decodesFast: decodesFast)
            let clip = try BodyClip(path: folder.file("a.h264"))
            #expect((clip.count, clip.width, clip.height) == (40, 322, 242))
            let reader = try BodyClipReader(clip)
            let inOrder = try (0..<40).map { try reader.frame(at: $0) }
            for (number, frame) in inOrder.enumerated() {
                #expect(frame.lumaPSNR(Recording.pattern(number, width: 322, height: 242)) > 35)
            }
            for number in [39, 0, 13, 13, 12, 11, 25, 26, 3, 39, 38, 24] {
                #expect(try reader.frame(at: number) == inOrder[number])
            }
        }

        @Test("the same frames give the same bytes")
        func reproducible() throws { #expect(try clip("a.h264") == clip("b.h264")) }

        @Test("a keyframe stands at exactly every twelfth frame")
        func keyframes() throws {
            let index = try #require(try clip("a.h264").withUnsafeBytes(AccessUnitIndex.init))
            #expect(index.entries.indices.filter { index.entries[$0].isKeyframe } == [0, 12, 24, 36])
        }

        @Test("a frame that is not there is named")
        func outside() throws {
            _ = try clip("a.h264", frames: 3)
            let reader = try BodyClipReader(BodyClip(path: folder.file("a.h264")))
            for index in [-1, 3] {
                #expect(throws: BodyClipError.noSuchFrame(index: index, count: 3)) { try reader.frame(at: index) }
            }
        }

        @Test("a foreign, empty or missing file is no clip")
        func foreign() throws {
            #expect(throws: BodyClipError.notAClip) { try BodyClip(bytes: []) }
            #expect(throws: BodyClipError.notAClip) { try BodyClip(bytes: Array("no clip at all".utf8)) }
            #expect(throws: BodyClipError.notAClip) { try BodyClip(bytes: Array(try clip("a.h264").dropFirst(20))) }
            let missing = folder.file("none")
            #expect(throws: BodyClipError.unreadable(path: missing, reason: "No such file or directory")) {
                try BodyClip(path: missing)
            }
        }

        @Test("random damage gives frames of the right size or a named error", arguments: 0..<20)
        func damage(seed: Int) throws {
            var bad = try clip("a.h264", frames: 14)
            var numbers = SeededNumbers(state: UInt64(seed))
            for _ in 0..<20 {
                bad[Int.random(in: 0..<bad.count, using: &numbers)] = .random(in: 0...255, using: &numbers)
            }
            do throws(BodyClipError) {
                let clip = try BodyClip(bytes: bad)
                let reader = try BodyClipReader(clip)
                for index in 0..<clip.count {
                    let frame = try reader.frame(at: index)
                    #expect(frame.width == clip.width && frame.height == clip.height)
                }
            } catch {
                #expect(error.description.hasSuffix("."))
            }
        }

        @Test("after a damaged stretch the next keyframe is whole again")
        func recovery() throws {
            var stream = try clip("a.h264", frames: 24)
            let index = try #require(stream.withUnsafeBytes(AccessUnitIndex.init))
            let second = index.entries[1].bytes
            for position in (second.lowerBound + 12)..<second.upperBound { stream[position] = 0xFF }
            let reader = try BodyClipReader(BodyClip(bytes: stream))
            #expect(throws: BodyClipError.damaged(frame: 1)) { try reader.frame(at: 1) }
            let whole = try BodyClipReader(BodyClip(path: folder.file("a.h264")))
            #expect(try reader.frame(at: 12) == whole.frame(at: 12))
        }
    }
}
