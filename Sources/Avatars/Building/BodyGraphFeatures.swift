internal import Rendering

/// The track made comparable: smoothed points, step limit, blinks, rest, scores and tags per frame.
struct BodyGraphFeatures {
    let track: BodyGraphTrack
    let parts: [BodyPart]
    let blinking: [Bool]
    let atRest: [Bool]
    let tags: [BodyTags]
    let smile: [Float]
    let brow: [Float]
    /// Mean point per frame, in pixels.
    let centre: [SIMD2<Float>]
    /// p95 of ``displacement(_:_:)`` over all pairs of consecutive frames.
    let stepLimit: Float
    /// p95 of ``thumbnailDistance(_:_:)`` over a sample of consecutive frames.
    let thumbnailLimit: Float
    /// The person's open eye, as a fraction of which lids are compared.
    let openEye: Float

    private let lanes: Int
    private let xs: [SIMD8<Float>]
    private let ys: [SIMD8<Float>]
    private let cells: [Int]

    var count: Int { parts.count }

    init(_ track: BodyGraphTrack) {
        self.track = track
        let count = track.count
        let points = track.pointsPerFrame
        parts = (0..<count).map { frame in
            let finite = track.points[(frame * points)..<((frame + 1) * points)].allSatisfy {
                $0.x.isFinite && $0.y.isFinite
            }
            let scores = [
                track.eyeOpening[frame], track.mouthOpening[frame], track.smile[frame], track.browRaise[frame],
            ]
            return finite && scores.allSatisfy(\.isFinite) && track.parts[frame] != .bridge
                ? track.parts[frame] : .unused
        }
        let smooth = Self.smoothed(track.points, points, parts)
        lanes = (points + 7) / 8
        var xs = [SIMD8<Float>](repeating: .zero, count: count * lanes)
        var ys = xs
        var centre: [SIMD2<Float>] = []
        for frame in 0..<count {
            var sum = SIMD2<Float>.zero
            // Lanes beyond the last point repeat it, which leaves the maximum alone.
            for lane in 0..<(lanes * 8) {
                let point = smooth[frame * points + min(lane, points - 1)]
                if lane < points { sum += point }
                xs[frame * lanes + lane / 8][lane % 8] = point.x
                ys[frame * lanes + lane / 8][lane % 8] = point.y
            }
            centre.append(sum / Float(points))
        }
        self.xs = xs
        self.ys = ys
        self.centre = centre
        let expression = BodyGraphExpressions(track, parts: parts, centre: centre)
        blinking = expression.blinking
        atRest = expression.atRest
        tags = expression.tags
        smile = expression.smile
        brow = expression.brow
        openEye = expression.openEye
        cells = Self.comparedCells(track, parts: parts)
        stepLimit = 0
        thumbnailLimit = 0
    }

    /// Gives the features with their limits, which need the distances themselves.
    static func measured(_ track: BodyGraphTrack) -> BodyGraphFeatures {
        let raw = BodyGraphFeatures(track)
        let pairs = (1..<max(1, raw.count)).filter { raw.parts[$0] == raw.parts[$0 - 1] && raw.parts[$0] != .unused }
        let steps = pairs.map { raw.displacement($0 - 1, $0) }
        let sample = stride(from: 0, to: pairs.count, by: max(1, pairs.count / 600)).map { pairs[$0] }
        return BodyGraphFeatures(
            raw, stepLimit: max(steps.quantile(0.95), 0.001 * track.faceWidth),
            thumbnailLimit: max(sample.map { raw.thumbnailDistance($0 - 1, $0) }.quantile(0.95), 0.5))
    }

    private init(_ raw: BodyGraphFeatures, stepLimit: Float, thumbnailLimit: Float) {
        (track, parts, blinking, atRest, tags) = (raw.track, raw.parts, raw.blinking, raw.atRest, raw.tags)
        (smile, brow, centre, openEye) = (raw.smile, raw.brow, raw.centre, raw.openEye)
        (lanes, xs, ys, cells) = (raw.lanes, raw.xs, raw.ys, raw.cells)
        self.stepLimit = stepLimit
        self.thumbnailLimit = thumbnailLimit
    }

    /// The largest displacement of a rigid point between two frames, in pixels (the "pose jump").
    func displacement(_ first: Int, _ second: Int) -> Float {
        var largest = SIMD8<Float>.zero
        for lane in 0..<lanes {
            let x = xs[first * lanes + lane] - xs[second * lanes + lane]
            let y = ys[first * lanes + lane] - ys[second * lanes + lane]
            largest.replace(with: x * x + y * y, where: x * x + y * y .> largest)
        }
        return largest.max().squareRoot()
    }

    /// Mean over the points of |(to − from) × scale − velocity|, in pixels, where velocity is `now` − `before`.
    func velocityGap(from: Int, to: Int, scale: Float, before: Int, now: Int) -> Float {
        var sum: Float = 0
        for lane in 0..<lanes {
            let x =
                (xs[to * lanes + lane] - xs[from * lanes + lane]) * scale
                - (xs[now * lanes + lane] - xs[before * lanes + lane])
            let y =
                (ys[to * lanes + lane] - ys[from * lanes + lane]) * scale
                - (ys[now * lanes + lane] - ys[before * lanes + lane])
            sum += (x * x + y * y).squareRoot().sum()
        }
        return sum / Float(lanes * 8)
    }

    /// Root mean square luma difference of two thumbnails outside the mouth's surroundings, which are composited.
    func thumbnailDistance(_ first: Int, _ second: Int) -> Float {
        guard !cells.isEmpty else { return 0 }
        let size = BodyGraphTrack.thumbnailSize
        var sum = 0
        track.thumbnails.withUnsafeBufferPointer { luma in
            for cell in cells {
                let difference = Int(luma[first * size + cell]) - Int(luma[second * size + cell])
                sum += difference * difference
            }
        }
        return (Float(sum) / Float(cells.count)).squareRoot()
    }

    /// Binomial over three frames, within a part: takes the tracker's jitter off the pose.
    private static func smoothed(_ points: [SIMD2<Float>], _ size: Int, _ parts: [BodyPart]) -> [SIMD2<Float>] {
        var smooth = points
        for frame in parts.indices.dropFirst().dropLast()
        where parts[frame] != .unused && parts[frame - 1] == parts[frame] && parts[frame + 1] == parts[frame] {
            for point in (frame * size)..<((frame + 1) * size) {
                smooth[point] = points[point - size] * 0.25 + points[point] * 0.5 + points[point + size] * 0.25
            }
        }
        return smooth
    }

    /// The thumbnail's cells without the box of the lower face.
    private static func comparedCells(_ track: BodyGraphTrack, parts: [BodyPart]) -> [Int] {
        var low = SIMD2<Float>(repeating: .infinity)
        var high = -low
        for frame in parts.indices where parts[frame] != .unused {
            for point in track.points[(frame * track.pointsPerFrame)..<((frame + 1) * track.pointsPerFrame)] {
                low = SIMD2(min(low.x, point.x), min(low.y, point.y))
                high = SIMD2(max(high.x, point.x), max(high.y, point.y))
            }
        }
        let box = SIMD2(Float(track.width), Float(track.height))
        return (0..<BodyGraphTrack.thumbnailSize).filter { cell in
            let x = (Float(cell % BodyGraphTrack.thumbnailWidth) + 0.5) / Float(BodyGraphTrack.thumbnailWidth) * box.x
            let y = (Float(cell / BodyGraphTrack.thumbnailWidth) + 0.5) / Float(BodyGraphTrack.thumbnailHeight) * box.y
            let jaw = y > (low.y + high.y) / 2 && y < high.y + 0.75 * track.faceWidth
            return !(jaw && x > low.x && x < high.x)
        }
    }
}

extension [Float] {
    /// Linear interpolation between order statistics; 0 for an empty array.
    func quantile(_ fraction: Float) -> Float {
        guard !isEmpty else { return 0 }
        let ordered = sorted()
        let position = fraction * Float(count - 1)
        let below = Int(position)
        let above = Swift.min(below + 1, count - 1)
        return ordered[below] + (ordered[above] - ordered[below]) * (position - Float(below))
    }
}
