import Core
import Testing

@testable import Avatars

struct ChromaKeyTests {
    /// A grey-brown block (the person) in front of a screen whose brightness falls off by `falloff` to the right.
    private func frame(screen: (UInt8, UInt8, UInt8), falloff: Float = 0, badge: Bool = false) -> VideoFrame {
        var frame = VideoFrame(width: 320, height: 180, y: screen.0, u: screen.1, v: screen.2)
        for row in 0..<180 {
            for column in 0..<320 {
                let light = 1 - falloff * Float(column) / 320
                let chroma = row / 2 * 160 + column / 2
                if (100..<220).contains(column), row >= 40 {
                    let isBadge = badge && (140..<164).contains(column) && (100..<124).contains(row)
                    frame.bytes[row * 320 + column] = isBadge ? screen.0 : 140
                    frame.bytes[frame.uOffset + chroma] = isBadge ? screen.1 : 112
                    frame.bytes[frame.vOffset + chroma] = isBadge ? screen.2 : 148
                } else {
                    frame.bytes[row * 320 + column] = UInt8(16 + Float(screen.0 - 16) * light)
                    frame.bytes[frame.uOffset + chroma] = UInt8(128 + (Float(screen.1) - 128) * light)
                    frame.bytes[frame.vOffset + chroma] = UInt8(128 + (Float(screen.2) - 128) * light)
                }
            }
        }
        return frame
    }

    private static let green: (UInt8, UInt8, UInt8) = (124, 67, 41)
    private static let blue: (UInt8, UInt8, UInt8) = (60, 190, 105)

    @Test(
        "green and blue screens are found and separate the person, also in uneven light",
        arguments: [0, 0.2] as [Float])
    func separates(falloff: Float) throws {
        for screen in [Self.green, Self.blue] {
            let frame = frame(screen: screen, falloff: falloff)
            let matte = try #require(ChromaKey(screenIn: frame)).matte(of: frame)
            #expect(matte.bytes[100 * 320 + 160] == 255)
            #expect(matte.bytes[20 * 320 + 20] == 0)
            #expect(matte.bytes[100 * 320 + 310] == 0)
        }
    }

    @Test("a wall, a tinted wall and a person filling the frame are no screen")
    func noScreen() {
        for wall in [(110, 128, 128), (96, 134, 120), (180, 118, 140), (120, 112, 118)] as [(UInt8, UInt8, UInt8)] {
            #expect(ChromaKey(screenIn: frame(screen: wall)) == nil)
        }
    }

    @Test("a green badge in the middle of the person is no hole")
    func badgeStays() throws {
        let frame = frame(screen: Self.green, badge: true)
        let matte = try #require(ChromaKey(screenIn: frame)).matte(of: frame)
        #expect(matte.bytes[112 * 320 + 152] == 255)
    }
}

struct RGBColourTests {
    @Test("colours are read as people write them")
    func parsing() {
        #expect(RGBColour("#00ff7f") == RGBColour("00FF7F"))
        #expect(RGBColour("#00ff7f")?.green == 255)
        for text in ["", "#fff", "#gggggg", "red", "#00ff7f00"] { #expect(RGBColour(text) == nil) }
    }

    @Test("white, black and primaries land on BT.709's codes")
    func codes() throws {
        #expect(try #require(RGBColour("ffffff")).limitedRange == (235, 128, 128))
        #expect(try #require(RGBColour("000000")).limitedRange == (16, 128, 128))
        #expect(try #require(RGBColour("0000ff")).limitedRange == (32, 240, 118))
    }
}
