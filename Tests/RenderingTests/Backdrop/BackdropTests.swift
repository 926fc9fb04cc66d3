import Core
import Rendering
import Testing

struct BackdropTests {
    private let green = KeyColour(y: 120, u: 60, v: 40)
    private let blue = VideoFrame(width: 32, height: 16, y: 40, u: 200, v: 110)

    private func matte(_ alpha: UInt8) -> VideoFrame { VideoFrame(width: 32, height: 16, y: alpha) }

    @Test("where the matte is solid the body's pixels stay exactly, where it is clear the backdrop's are shown exactly")
    func exactEnds() {
        let body = VideoFrame(width: 32, height: 16, y: 180, u: 110, v: 150)
        var solid = body
        Backdrop(blue, key: green).replaceScreen(of: &solid, matte: matte(255))
        #expect(solid == body)
        var clear = VideoFrame(width: 32, height: 16, y: 117, u: 63, v: 44)
        Backdrop(blue, key: green).replaceScreen(of: &clear, matte: matte(0))
        #expect(clear == blue)
    }

    @Test(
        "a half transparent pixel loses the screen's share and gains the backdrop's",
        arguments: [64, 128, 200] as [UInt8])
    func mixing(alpha: UInt8) {
        let share = Float(alpha) / 255
        func mixed(_ person: Float, _ behind: Float) -> UInt8 { UInt8(share * person + (1 - share) * behind + 0.5) }
        var frame = VideoFrame(
            width: 32, height: 16, y: mixed(180, 120), u: mixed(110, 60), v: mixed(150, 40))
        Backdrop(blue, key: green).replaceScreen(of: &frame, matte: matte(alpha))
        #expect(abs(Int(frame.bytes[5]) - Int(mixed(180, 40))) <= 1)
        #expect(abs(Int(frame.bytes[frame.uOffset]) - Int(mixed(110, 200))) <= 1)
        #expect(abs(Int(frame.bytes[frame.vOffset]) - Int(mixed(150, 110))) <= 1)
    }
}
