/// Where the control points are to be seen when the animation wants another mouth than the unit's own.
package enum MouthTargets {
    /// Share of the lower lip's shift that the chin follows. The jaw carries the lower lip, but small corrections of
    /// the opening are mostly lip; a full share would make the chin nod with every frame's correction.
    static let chinShare: Float = 0.6
    /// Share of a lip point's shift that the skin one mesh ring around it follows.
    static let ringShare: Float = 0.6

    /// The unit's posed control points with the lips moved, and ring, chin and jaw following.
    ///
    /// - Parameters:
    ///   - posed: control points of the unit on the body's pose (px of the output).
    ///   - lips: the wanted lip points, outer then inner, in the order of `MouthControl.lips` (px of the output). Meant
    ///     for shifts up to about 5 % of the face width; a closed unit cannot be opened, there is nothing behind it.
    package static func moving(_ posed: [SIMD2<Float>], lips: [SIMD2<Float>]) -> [SIMD2<Float>] {
        precondition(posed.count == MouthControl.count && lips.count == MouthControl.lips.count)
        var targets = posed
        for index in MouthControl.lips { targets[index] = lips[index] }
        let ring = MouthControl.lips.count
        for index in 0..<MouthControl.lipRing.count {
            targets[ring + index] += ringShare * (lips[index] - posed[index])
        }
        var shift = SIMD2<Float>()
        for index in MouthControl.lowerOuterLip { shift += lips[index] - posed[index] }
        shift *= chinShare / Float(MouthControl.lowerOuterLip.count)
        for index in MouthControl.chinSpan { targets[index] += shift }
        for span in [MouthControl.jawRingSpan, MouthControl.jawLineSpan] {
            for index in span {
                // Full in the middle of the span, none at its ends: the jaw turns about the ears.
                let along = Float(index - span.lowerBound) / Float(span.count - 1)
                let share = 1 - (2 * along - 1) * (2 * along - 1)
                targets[index] += shift * share
            }
        }
        return targets
    }
}
