import Core
import Testing

@testable import Media

extension MediaSuite {
    @Suite("Pictures")
    struct PictureTests {
        @Test("pictures are written by their extension, whole")
        func write() throws {
            let folder = try TemporaryFolder()
            try PictureWriter.write(Recording.pattern(1, width: 322, height: 242), to: folder.file("a.png"))
            try PictureWriter.write(Recording.pattern(1, width: 322, height: 242), to: folder.file("a.jpg"))
            #expect(try bytes(of: folder.file("a.png")).starts(with: [0x89, 0x50, 0x4E, 0x47]))
            #expect(try bytes(of: folder.file("a.jpg")).starts(with: [0xFF, 0xD8, 0xFF]))
            #expect(Set(folder.contents) == ["a.png", "a.jpg"])
        }

        @Test("limited-range white is full white in a JPEG")
        func range() throws {
            let folder = try TemporaryFolder()
            try PictureWriter.write(Recording.flat(235), to: folder.file("a.jpg"))
            let pixels = folder.file("raw")
            try Recording.make(
                pixels,
                """
                filesrc name=in ! jpegdec ! videoconvert ! video/x-raw,format=RGB ! filesink name=out
                """, input: folder.file("a.jpg"))
            #expect(try bytes(of: pixels).allSatisfy { $0 >= 250 })
        }

        @Test(
            "a frame keeps its picture through halving and doubling",
            arguments: [FrameScaler.Quality.fast, FrameScaler.Quality.fine])
        func scaling(quality: FrameScaler.Quality) throws {
            let (large, small) = (PictureSize(width: 320, height: 240), PictureSize(width: 160, height: 120))
            let down = try FrameScaler(from: large, to: small, quality: quality)
            let up = try FrameScaler(from: small, to: large, quality: quality)
            let frame = Recording.pattern(2)
            let there = try down.scale(frame)
            #expect(there.width == 160 && there.height == 120)
            #expect(try up.scale(there).lumaPSNR(frame) > 20)
            let flat = Recording.flat(77)
            #expect(try up.scale(try down.scale(flat)) == flat)
            #expect(throws: EncodingError.wrongSize(expected: "320×240", got: "160×120")) { try down.scale(there) }
        }

        @Test("scaling to the same size changes nothing")
        func same() throws {
            let size = PictureSize(width: 320, height: 240)
            #expect(try FrameScaler(from: size, to: size).scale(Recording.pattern(5)) == Recording.pattern(5))
        }

        @Test("sizes are fitted without enlarging, with even sides, upright or wide")
        func fitting() {
            func fit(_ width: Int, _ height: Int) -> PictureSize {
                PictureSize(width: width, height: height).fitted(longSide: 1920, shortSide: 1080)
            }
            #expect(fit(1280, 720) == PictureSize(width: 1280, height: 720))
            #expect(fit(3840, 2160) == PictureSize(width: 1920, height: 1080))
            #expect(fit(2160, 3840) == PictureSize(width: 1080, height: 1920))
            #expect(fit(1440, 1440) == PictureSize(width: 1080, height: 1080))
            #expect(fit(641, 361) == PictureSize(width: 640, height: 360))
            #expect(fit(1, 1) == PictureSize(width: 2, height: 2))
        }
    }
}
