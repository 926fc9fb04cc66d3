internal import Tracking

/// How the background of a picture differs from an earlier one: moved by the camera, or alive by itself.
struct BackgroundMotion {
    /// Share of the background's pixels that are edges and changed; see ``FrameStatistics/movingEdges``.
    var movingEdges: Float
    /// Of the whole background, in source pixels; nil when its texture does not tell.
    var shift: SIMD2<Float>?

    /// A pixel is an edge from this luma step per thumbnail pixel on, and changed from this difference on: both well
    /// above a camera's noise (some 2 levels after averaging four samples).
    private static let edge: Float = 12
    private static let change: Float = 12
    /// Differences beyond this are something that moves by itself and say nothing about the camera.
    private static let foreign: Float = 48
    /// Least mean squared gradient, in the direction with the least texture, at which noise moves the estimated shift by
    /// less than .1 source pixel.
    private static let texture: Float = 3

    /// Nil where less than 5 % of the picture is background.
    ///
    /// The shift is the least-squares solution of the optical flow constraint with one motion and one change of
    /// brightness for all background pixels (Lucas & Kanade 1981).
    init?(from before: Thumbnail, to now: Thumbnail, around face: PixelBox) {
        let person = PersonRegion(face: face, scale: Float(now.scale))
        let (width, height) = (now.width, now.height)
        var sums = NormalEquations()
        var (moving, pixels) = (0, 0)
        for y in stride(from: 1, to: height - 1, by: 1) {
            let row = y * width
            let blocked = person.columns(atRow: y)
            for x in 1..<(width - 1) where !blocked.contains(x) {
                pixels += 1
                let at = row + x
                func gradient(_ offset: Int) -> Float {
                    let a = Int(before.luma[at + offset]) + Int(now.luma[at + offset])
                    let b = Int(before.luma[at - offset]) + Int(now.luma[at - offset])
                    return Float(a - b) / 4
                }
                let (gx, gy) = (gradient(1), gradient(width))
                let change = Float(Int(now.luma[at]) - Int(before.luma[at]))
                if abs(change) >= Self.change, gx * gx + gy * gy >= Self.edge * Self.edge { moving += 1 }
                if abs(change) < Self.foreign { sums.add(gx, gy, change) }
            }
        }
        guard pixels * 20 >= width * height else { return nil }
        movingEdges = Float(moving) / Float(pixels)
        shift = sums.shift(leastTexture: Self.texture).map { $0 * Float(now.scale) }
    }
}

/// Where the person is expected in a thumbnail: hair and shoulders around the tracked face.
struct PersonRegion {
    private let head: ClosedRange<Int>
    private let body: ClosedRange<Int>
    private let top: Int
    private let neck: Int

    /// Shoulders reach 1.7 face widths to each side of the face's middle on an upright chest-up picture; the rest is
    /// for gestures.
    init(face: PixelBox, scale: Float) {
        let middle = (face.x + face.width / 2) / scale
        let width = face.width / scale
        func around(_ reach: Float) -> ClosedRange<Int> {
            Int(max(-10_000, middle - reach * width))...Int(min(10_000, middle + reach * width))
        }
        head = around(1.1)
        body = around(2.2)
        top = Int((face.y - 0.7 * face.height) / scale)
        neck = Int((face.y + 0.8 * face.height) / scale)
    }

    /// The columns of row `y` that belong to the person; an empty range far outside above the head.
    func columns(atRow y: Int) -> ClosedRange<Int> {
        y < top ? -2...(-1) : y < neck ? head : body
    }
}

/// Sums of the least-squares problem `gx·dx + gy·dy − b = −change`.
private struct NormalEquations {
    private var (xx, xy, yy, x, y, n): (Float, Float, Float, Float, Float, Float) = (0, 0, 0, 0, 0, 0)
    private var (xc, yc, c): (Float, Float, Float) = (0, 0, 0)

    mutating func add(_ gx: Float, _ gy: Float, _ change: Float) {
        xx += gx * gx
        xy += gx * gy
        yy += gy * gy
        x += gx
        y += gy
        n += 1
        xc += gx * change
        yc += gy * change
        c += change
    }

    func shift(leastTexture: Float) -> SIMD2<Float>? {
        guard n > 0 else { return nil }
        // The change of brightness drops out with the means.
        let (a, b, d) = (xx - x * x / n, xy - x * y / n, yy - y * y / n)
        let (p, q) = (-(xc - x * c / n), -(yc - y * c / n))
        let least = (a + d) / 2 - (((a - d) / 2) * ((a - d) / 2) + b * b).squareRoot()
        guard least / n >= leastTexture else { return nil }
        let determinant = a * d - b * b
        return SIMD2((d * p - b * q) / determinant, (a * q - b * p) / determinant)
    }
}
