internal import Core
internal import Media
package import Rendering

/// Why an avatar cannot be shown before another background.
package enum BackdropError: Error, Equatable, CustomStringConvertible {
    case noMatte(avatar: String)

    package var description: String {
        switch self {
        case .noMatte(let avatar):
            "\(avatar) was not recorded before a green or blue screen, so the background cannot be replaced; "
                + "leave the background out, or record again before a screen"
        }
    }
}

extension AvatarPack {
    /// Shows `renderer`'s avatar before one colour from its next frame on.
    ///
    /// Costs one more decoded clip: about 1 ms per 720p frame.
    /// - Throws: ``BackdropError/noMatte(avatar:)``, and `BodyClipError` for a damaged matte.
    package func show(_ renderer: FaceRenderer, before colour: RGBColour) throws {
        guard let key = manifest.keyColour else { throw BackdropError.noMatte(avatar: manifest.name) }
        let format = renderer.format
        let (y, u, v) = colour.limitedRange
        renderer.show(
            before: Backdrop(VideoFrame(width: format.width, height: format.height, y: y, u: u, v: v), key: key),
            mattes: try PackBodyFrames(
                clip: try BodyClip(path: path(of: FileName.matte)), width: format.width, height: format.height))
    }
}

/// A colour as people write it.
package struct RGBColour: Equatable, Sendable {
    package var red: UInt8
    package var green: UInt8
    package var blue: UInt8

    /// - Parameter text: "#rrggbb" or "rrggbb", hexadecimal.
    package init?(_ text: String) {
        let digits = text.hasPrefix("#") ? text.dropFirst() : text[...]
        guard digits.count == 6, digits.allSatisfy(\.isHexDigit), let value = UInt32(digits, radix: 16) else {
            return nil
        }
        red = UInt8(value >> 16)
        green = UInt8(value >> 8 & 255)
        blue = UInt8(value & 255)
    }

    /// Y, Cb and Cr in BT.709 limited range (ITU-R BT.709-6 §3.2–3.4).
    var limitedRange: (y: UInt8, u: UInt8, v: UInt8) {
        let (r, g, b) = (Float(red) / 255, Float(green) / 255, Float(blue) / 255)
        let luma = 0.2126 * r + 0.7152 * g + 0.0722 * b
        return (
            UInt8(16 + 219 * luma + 0.5), UInt8(128 + 224 * (b - luma) / 1.8556 + 0.5),
            UInt8(128 + 224 * (r - luma) / 1.5748 + 0.5)
        )
    }
}
