internal import Core
internal import Rendering

/// Tells a person from the green or blue screen behind them.
///
/// The screen is where its strongest primary exceeds the other two: alpha falls as `g − max(r, b)` (for a blue screen
/// `b − max(r, g)`) approaches the screen's own, the colour-difference key of film (Vlahos; see Brinkmann, "The Art and
/// Science of Digital Compositing", 2nd ed. 2008, ch. 6).
struct ChromaKey: Equatable {
    /// The screen's colour, limited-range BT.709.
    let colour: KeyColour
    /// Which of r, g, b the screen consists of.
    private let primary: Int
    /// By how much, 0…255.
    private let excess: Float

    /// Least excess of a screen's primary; a wall that is merely tinted has less (the studio grey-blue has about 20).
    private static let minimumExcess: Float = 60
    /// Share of the border that must be screen.
    private static let minimumShare = 0.85
    /// Excess relative to the screen's up to which a pixel is wholly the person's, and from which it is wholly screen.
    /// The span leaves ±25 % for uneven light and rises slowly through hair.
    private static let solid: Float = 0.12
    private static let clear: Float = 0.7

    /// Looks for a screen along the upper three quarters of the frame's border.
    /// - Returns: nil when there is none.
    init?(screenIn frame: VideoFrame) {
        let border = Self.border(of: frame)
        func median(_ values: [UInt8]) -> UInt8 { values.sorted()[values.count / 2] }
        colour = KeyColour(
            y: median(border.map(\.0)), u: median(border.map(\.1)), v: median(border.map(\.2)))
        let rgb = Self.rgb(Float(colour.y), Float(colour.u), Float(colour.v))
        guard rgb.y > rgb.x || rgb.z > rgb.x else { return nil }
        let primary = rgb.y > rgb.z ? 1 : 2
        let excess = Self.excess(rgb, primary)
        guard excess >= Self.minimumExcess else { return nil }
        let screen = border.count {
            Self.excess(Self.rgb(Float($0.0), Float($0.1), Float($0.2)), primary) > Self.clear * excess
        }
        guard Double(screen) >= Self.minimumShare * Double(border.count) else { return nil }
        (self.primary, self.excess) = (primary, excess)
    }

    /// Alpha as the luma of a frame of the same size, 0 screen … 255 person; chroma is grey. Screen that is not
    /// connected with the border (a green badge on a jacket) counts as the person's.
    func matte(of frame: VideoFrame) -> VideoFrame {
        var matte = VideoFrame(width: frame.width, height: frame.height)
        let (width, half) = (frame.width, frame.width / 2)
        let (uOffset, vOffset) = (frame.uOffset, frame.vOffset)
        frame.bytes.withUnsafeBufferPointer { bytes in
            matte.bytes.withUnsafeMutableBufferPointer { alpha in
                for row in 0..<frame.height {
                    for column in 0..<width {
                        let chroma = row / 2 * half + column / 2
                        let rgb = Self.rgb(
                            Float(bytes[row * width + column]), Float(bytes[uOffset + chroma]),
                            Float(bytes[vOffset + chroma]))
                        let share = (Self.excess(rgb, primary) / excess - Self.solid) / (Self.clear - Self.solid)
                        alpha[row * width + column] = UInt8((1 - min(max(share, 0), 1)) * 255 + 0.5)
                    }
                }
            }
        }
        Self.fillHoles(in: &matte)
        return matte
    }

    /// BT.709 limited range to full-range r, g, b (ITU-R BT.709-6 §3).
    private static func rgb(_ y: Float, _ u: Float, _ v: Float) -> SIMD3<Float> {
        let (luma, cb, cr) = (1.164 * (y - 16), u - 128, v - 128)
        return [luma + 1.793 * cr, luma - 0.213 * cb - 0.533 * cr, luma + 2.112 * cb]
    }

    private static func excess(_ rgb: SIMD3<Float>, _ primary: Int) -> Float {
        primary == 1 ? rgb.y - max(rgb.x, rgb.z) : rgb.z - max(rgb.x, rgb.y)
    }

    /// Every eighth pixel of a band of a sixteenth along the top, left and right edges.
    private static func border(of frame: VideoFrame) -> [(UInt8, UInt8, UInt8)] {
        let band = max(frame.height / 16, 8)
        var samples: [(UInt8, UInt8, UInt8)] = []
        for row in stride(from: 0, to: frame.height * 3 / 4, by: 8) {
            for column in stride(from: 0, to: frame.width, by: 8)
            where row < band || column < band || column >= frame.width - band {
                let chroma = row / 2 * (frame.width / 2) + column / 2
                samples.append(
                    (
                        frame.bytes[row * frame.width + column], frame.bytes[frame.uOffset + chroma],
                        frame.bytes[frame.vOffset + chroma]
                    ))
            }
        }
        return samples
    }

    /// Walks from the border through cells of 8 × 8 pixels that are mostly screen; cells it does not reach are solid.
    private static func fillHoles(in matte: inout VideoFrame) {
        let cell = 8
        let (columns, rows) = ((matte.width + cell - 1) / cell, (matte.height + cell - 1) / cell)
        func pixels(_ index: Int, _ body: (Int) -> Void) {
            let (row, column) = (index / columns * cell, index % columns * cell)
            for y in row..<min(row + cell, matte.height) {
                for x in column..<min(column + cell, matte.width) { body(y * matte.width + x) }
            }
        }
        // A cell is open when any of its pixels is screen: thin gaps between arm and body stay connected.
        let open = (0..<(columns * rows)).map { index in
            var isOpen = false
            pixels(index) { if matte.bytes[$0] < 128 { isOpen = true } }
            return isOpen
        }
        var reached = [Bool](repeating: false, count: open.count)
        var front = open.indices.filter { index in
            let (row, column) = (index / columns, index % columns)
            return open[index] && (row == 0 || column == 0 || column == columns - 1 || row == rows - 1)
        }
        for index in front { reached[index] = true }
        while let index = front.popLast() {
            let (row, column) = (index / columns, index % columns)
            for (y, x) in [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]
            where y >= 0 && y < rows && x >= 0 && x < columns && open[y * columns + x] && !reached[y * columns + x] {
                reached[y * columns + x] = true
                front.append(y * columns + x)
            }
        }
        for index in open.indices where open[index] && !reached[index] {
            pixels(index) { matte.bytes[$0] = 255 }
        }
    }
}
