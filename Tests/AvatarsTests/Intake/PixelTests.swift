import Core
import Foundation
import Testing
import Tracking

@testable import Avatars

@Suite("What pixels say")
struct PixelTests {
    /// A soft pattern shifted by `dx`, `dy` thumbnail pixels.
    static func pattern(dx: Double = 0, dy: Double = 0) -> Thumbnail {
        let luma = (0..<(160 * 90)).map { index -> UInt8 in
            let (x, y) = (Double(index % 160) - dx, Double(index / 160) - dy)
            return UInt8(128 + 40 * sin(x / 5) * cos(y / 7) + 30 * sin((x + 2 * y) / 9))
        }
        return Thumbnail(width: 160, height: 90, scale: 4, luma: luma)
    }

    @Test("the background's shift is found", arguments: [(0.0, 0.0), (0.25, 0), (-0.1, 0.6)])
    func shift(dx: Double, dy: Double) throws {
        let face = PixelBox(x: 290, y: 100, width: 60, height: 80)
        let motion = try #require(
            BackgroundMotion(from: Self.pattern(), to: Self.pattern(dx: dx, dy: dy), around: face))
        let found = try #require(motion.shift)
        #expect(abs(Double(found.x) - 4 * dx) < 0.15 && abs(Double(found.y) - 4 * dy) < 0.15)
    }

    @Test("a plain wall gives no shift instead of a guess, and a close-up no background")
    func plain() throws {
        let wall = Thumbnail(VideoFrame(width: 640, height: 360, y: 120))
        let face = PixelBox(x: 290, y: 100, width: 60, height: 80)
        let motion = try #require(BackgroundMotion(from: wall, to: wall, around: face))
        #expect(motion.shift == nil && motion.movingEdges == 0)
        let close = PixelBox(x: 150, y: 0, width: 340, height: 360)
        #expect(BackgroundMotion(from: wall, to: wall, around: close) == nil)
    }

    @Test("borders that stay black are bars")
    func bars() {
        var frame = VideoFrame(width: 640, height: 360, y: 100)
        for y in (0..<360) where y < 36 || y >= 324 { for x in 0..<640 { frame.bytes[y * 640 + x] = 16 } }
        let bars = BlackBars(Thumbnail(frame))
        #expect(abs(bars.top - 0.1) < 0.01 && abs(bars.bottom - 0.1) < 0.01)
        #expect(bars.left == 0 && bars.right == 0)
        #expect(RecordingChecks.bars(bars).severity == .warning)
    }

    @Test("interlaced motion is told from a crisp picture")
    func combing() throws {
        var progressive = VideoFrame(width: 640, height: 360, y: 60)
        var interlaced = progressive
        for y in 0..<360 {
            for x in 0..<640 {
                let isLight = (x / 24) % 2 == 0
                progressive.bytes[y * 640 + x] = isLight ? 180 : 60
                interlaced.bytes[y * 640 + x] = ((x + (y % 2) * 10) / 24) % 2 == 0 ? 180 : 60
            }
        }
        var mesh = DrawnFootage.mesh(x: 320, y: 180)
        mesh.points = mesh.points.map { ($0 - SIMD3(320, 180, 0)) / 2 + SIMD3(320, 180, 0) }
        #expect(try #require(FaceImage.detail(progressive, mesh)).combing < 0.001)
        #expect(try #require(FaceImage.detail(interlaced, mesh)).combing > 0.1)
    }
}
