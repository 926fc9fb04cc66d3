internal import Core
package import Tracking

/// A small picture of the recording, for the contact sheet.
package struct SheetPicture: Sendable {
    /// How many of them a sheet shows.
    package static let count = 24
    /// Their longer side, in pixels.
    private static let longSide = 304

    /// Its place among the recording's pictures.
    package let index: Int
    package let width: Int
    package let height: Int
    /// 0xRRGGBB, row-major.
    package let pixels: [UInt32]
    /// The face, in this picture's pixels.
    package let mesh: FaceMesh?

    /// Shows head and shoulders: 2.2 face heights of the picture, or all of it where there is no face.
    init(_ frame: VideoFrame, index: Int, mesh: FaceMesh?) {
        self.index = index
        let full = SIMD2(Double(frame.width), Double(frame.height))
        var share = 1.0
        var corner = SIMD2(0.0, 0.0)
        if let box = mesh?.box {
            share = min(1, 2.2 * Double(box.height) / full.y)
            let middle = SIMD2(Double(box.x + box.width / 2), Double(box.y) + 0.55 * Double(box.height))
            corner = (middle - full * share / 2).clamped(lowerBound: .zero, upperBound: full * (1 - share))
        }
        let scale = share * max(full.x, full.y) / Double(Self.longSide)
        width = Int(full.x * share / scale)
        height = Int(full.y * share / scale)
        var pixels: [UInt32] = []
        pixels.reserveCapacity(width * height)
        for y in 0..<height {
            for x in 0..<width {
                pixels.append(Self.colour(frame, at: corner + SIMD2(Double(x), Double(y)) * scale, scale: scale))
            }
        }
        self.pixels = pixels
        let shift = SIMD3(Float(corner.x), Float(corner.y), 0)
        self.mesh = mesh.map { FaceMesh(points: $0.points.map { ($0 - shift) / Float(scale) }) }
    }

    /// The mean of a block of source pixels, BT.709 limited range to RGB (ITU-R BT.709-6 §3).
    private static func colour(_ frame: VideoFrame, at position: SIMD2<Double>, scale: Double) -> UInt32 {
        func block(_ position: Double, _ limit: Int) -> Range<Int> {
            let first = min(Int(position), limit - 1)
            return first..<min(max(first + 1, Int(position + scale)), limit)
        }
        let (columns, rows) = (block(position.x, frame.width), block(position.y, frame.height))
        var sum = 0
        for row in rows { for column in columns { sum += Int(frame.bytes[row * frame.width + column]) } }
        let luma = (Double(sum) / Double(rows.count * columns.count) - 16) / 219
        let chroma = (rows.lowerBound / 2) * (frame.width / 2) + columns.lowerBound / 2
        let u = (Double(frame.bytes[frame.uOffset + chroma]) - 128) / 224
        let v = (Double(frame.bytes[frame.vOffset + chroma]) - 128) / 224
        func byte(_ value: Double) -> UInt32 { UInt32(min(max(value * 255, 0), 255)) }
        let (red, green, blue) = (luma + 1.5748 * v, luma - 0.1873 * u - 0.4681 * v, luma + 1.8556 * u)
        return byte(red) << 16 | byte(green) << 8 | byte(blue)
    }
}
