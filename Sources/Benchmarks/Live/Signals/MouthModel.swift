/// Tells a resting mouth from a moving one in received pictures.
///
/// A picture's *distance* is the least mean absolute luma difference between its mouth and any of the resting mouths
/// that were seen before, after moving one over the other to where they fit best; so swaying heads, breathing and
/// coding noise cost little, and an open mouth much. On the stock avatar at 720p resting mouths stay below 2 in the loop
/// they were learnt from and below 4 elsewhere; speaking ones are 16 away in the median.
package struct MouthModel: Sendable {
    /// From this distance on lips have moved: ``share`` of the way from resting to speaking mouths, and never less
    /// than what 99 % of resting mouths stay below.
    package let threshold: Double
    private let templates: [Template]

    private static let share = 0.3
    /// Resting mouths that are kept, at most; the others tell how far apart resting mouths are.
    private static let kept = 25

    struct Template {
        var width: Int
        var height: Int
        var luma: [UInt8]
    }

    /// - Parameters:
    ///   - resting: Pictures of at least some seconds without speech, all of one size.
    ///   - speaking: Pictures of at least some seconds of speech without long pauses.
    package init(resting: [MouthPatch], speaking: [MouthPatch]) {
        let step = max(2, resting.count / Self.kept)
        let templates = stride(from: 0, to: resting.count, by: step).map { Template(inside: resting[$0]) }
        let rest = resting.indices.filter { $0 % step != 0 }.map { Self.distance(resting[$0], templates) }
        let speech = Statistics.median(speaking.map { Self.distance($0, templates) })
        let between = Statistics.median(rest) + Self.share * (speech - Statistics.median(rest))
        self.templates = templates
        threshold = max(between, Statistics.quantile(0.99, of: rest))
    }

    /// Mean absolute luma difference, 0…255; not a number without resting mouths to compare with.
    package func distance(_ patch: MouthPatch) -> Double { Self.distance(patch, templates) }

    private static func distance(_ patch: MouthPatch, _ templates: [Template]) -> Double {
        var best = Int.max
        var area = 0
        for template in templates where template.fits(patch) {
            area = template.width * template.height
            best = min(best, template.difference(patch))
        }
        return area > 0 ? Double(best) / Double(area) : .nan
    }
}

extension MouthModel.Template {
    static let reach = MouthPatch.Area.reach

    /// The middle of a patch, which can be moved over others by ``reach`` in every direction.
    init(inside patch: MouthPatch) {
        width = max(0, patch.width - 2 * Self.reach)
        height = max(0, patch.height - 2 * Self.reach)
        luma = []
        for row in 0..<height {
            let first = (row + Self.reach) * patch.width + Self.reach
            luma += patch.luma[first..<(first + width)]
        }
    }

    func fits(_ patch: MouthPatch) -> Bool {
        width > 0 && height > 0 && patch.width == width + 2 * Self.reach && patch.height == height + 2 * Self.reach
    }

    /// The least sum of absolute differences: every second place first, then those around the best.
    func difference(_ patch: MouthPatch) -> Int {
        patch.luma.withUnsafeBufferPointer { patchLuma in
            luma.withUnsafeBufferPointer { own in
                var best = Int.max
                var place = (x: Self.reach, y: Self.reach)
                func look(_ x: Int, _ y: Int) {
                    guard (0...(2 * Self.reach)).contains(x), (0...(2 * Self.reach)).contains(y) else { return }
                    let sum = sum(own, patchLuma, stride: patch.width, x: x, y: y)
                    if sum < best { (best, place) = (sum, (x, y)) }
                }
                for y in stride(from: 0, through: 2 * Self.reach, by: 2) {
                    for x in stride(from: 0, through: 2 * Self.reach, by: 2) { look(x, y) }
                }
                let (x, y) = place
                for beside in [(-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)] {
                    look(x + beside.0, y + beside.1)
                }
                return best
            }
        }
    }

    private func sum(
        _ own: UnsafeBufferPointer<UInt8>, _ other: UnsafeBufferPointer<UInt8>, stride: Int, x: Int, y: Int
    ) -> Int {
        var total: UInt32 = 0
        for row in 0..<height {
            let mine = row * width
            let theirs = (row + y) * stride + x
            for column in 0..<width {
                total &+= UInt32(abs(Int16(own[mine + column]) - Int16(other[theirs + column])))
            }
        }
        return Int(total)
    }
}
