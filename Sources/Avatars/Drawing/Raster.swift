internal import Core

/// An RGB picture to be drawn on a ``Canvas``.
package struct Raster: Equatable, Sendable {
    package let width: Int
    package let height: Int
    /// 0xRRGGBB, row-major.
    package let pixels: [UInt32]

    /// Part of a frame, each pixel the mean of the source pixels it covers.
    ///
    /// - Parameters:
    ///   - corner: Top left of the part, in the frame's pixels.
    ///   - scale: Frame pixels per pixel; 1 copies them.
    init(_ frame: VideoFrame, corner: SIMD2<Double>, width: Int, height: Int, scale: Double) {
        self.width = width
        self.height = height
        var pixels: [UInt32] = []
        pixels.reserveCapacity(width * height)
        frame.bytes.withUnsafeBufferPointer { bytes in
            for y in 0..<height {
                for x in 0..<width {
                    let position = corner + SIMD2(Double(x), Double(y)) * scale
                    pixels.append(Self.colour(frame, bytes, at: position, scale: scale))
                }
            }
        }
        self.pixels = pixels
    }

    /// The mean of a block of source pixels, BT.709 limited range to RGB (ITU-R BT.709-6 §3).
    private static func colour(
        _ frame: VideoFrame, _ bytes: UnsafeBufferPointer<UInt8>, at position: SIMD2<Double>, scale: Double
    ) -> UInt32 {
        func block(_ position: Double, _ limit: Int) -> Range<Int> {
            let first = min(max(Int(position), 0), limit - 1)
            return first..<min(max(first + 1, Int(position + scale)), limit)
        }
        let (columns, rows) = (block(position.x, frame.width), block(position.y, frame.height))
        var sum = 0
        for row in rows { for column in columns { sum += Int(bytes[row * frame.width + column]) } }
        let luma = (Double(sum) / Double(rows.count * columns.count) - 16) / 219
        let chroma = (rows.lowerBound / 2) * (frame.width / 2) + columns.lowerBound / 2
        let u = (Double(bytes[frame.uOffset + chroma]) - 128) / 224
        let v = (Double(bytes[frame.vOffset + chroma]) - 128) / 224
        func byte(_ value: Double) -> UInt32 { UInt32(min(max(value * 255, 0), 255)) }
        let (red, green, blue) = (luma + 1.5748 * v, luma - 0.1873 * u - 0.4681 * v, luma + 1.8556 * u)
        return byte(red) << 16 | byte(green) << 8 | byte(blue)
    }
}
