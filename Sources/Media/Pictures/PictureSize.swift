/// Width and height in square pixels.
package struct PictureSize: Equatable, Codable, Sendable, CustomStringConvertible {
    package var width: Int
    package var height: Int

    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    package var description: String { "\(width)×\(height)" }

    /// The largest picture of the same shape with even sides that is no larger than this one, whose longer side is
    /// at most `longSide` and whose shorter side is at most `shortSide`: upright and wide pictures keep equal detail.
    package func fitted(longSide: Int, shortSide: Int) -> PictureSize {
        let (long, short) = (Double(max(width, height)), Double(min(width, height)))
        let scale = min(1, Double(longSide) / long, Double(shortSide) / short)
        func side(_ pixels: Int) -> Int { max(Int((Double(pixels) * scale / 2 + 1e-9).rounded()) * 2, 2) }
        func even(_ pixels: Int) -> Int { max(pixels & ~1, 2) }
        return scale == 1
            ? PictureSize(width: even(width), height: even(height))
            : PictureSize(width: side(width), height: side(height))
    }
}
