/// One picture: planar YUV 4:2:0, 8 bit, limited range, BT.709 unless its container says otherwise.
///
/// Planes lie tightly behind each other without padding: Y (`width × height`), U and V
/// (`width/2 × height/2` each), row-major. Width and height are even.
package struct VideoFrame: Equatable, Sendable {
    package let width: Int
    package let height: Int
    /// `width * height * 3 / 2` bytes.
    package var bytes: [UInt8]

    package init(width: Int, height: Int, bytes: [UInt8]) {
        precondition(width % 2 == 0 && height % 2 == 0 && bytes.count == Self.byteCount(width: width, height: height))
        self.width = width
        self.height = height
        self.bytes = bytes
    }

    /// A frame of one colour (limited-range Y, U, V).
    package init(width: Int, height: Int, y: UInt8 = 16, u: UInt8 = 128, v: UInt8 = 128) {
        let luma = width * height
        var bytes = [UInt8](repeating: y, count: luma + luma / 2)
        for index in luma..<(luma + luma / 4) { bytes[index] = u }
        for index in (luma + luma / 4)..<bytes.count { bytes[index] = v }
        self.init(width: width, height: height, bytes: bytes)
    }

    package static func byteCount(width: Int, height: Int) -> Int { width * height * 3 / 2 }

    /// Offsets of the U and V planes in `bytes`.
    package var uOffset: Int { width * height }
    package var vOffset: Int { width * height * 5 / 4 }
}
