/// One mouth unit to show, and where it stands on the body frame's head.
package struct CompositeLayer: Sendable {
    package let unit: MouthUnitImage
    /// The unit's control points where they were recorded (px of the source frame, not of the crop).
    package let points: [SIMD2<Float>]
    /// The same points moved rigidly from the unit's head pose to the body frame's (px of the output).
    package let posed: [SIMD2<Float>]
    /// Share in a cross-fade, ≥ 0; the shares of a frame's layers are scaled to 1.
    package let weight: Float

    package init(unit: MouthUnitImage, points: [SIMD2<Float>], posed: [SIMD2<Float>], weight: Float = 1) {
        self.unit = unit
        self.points = points
        self.posed = posed
        self.weight = weight
    }
}
