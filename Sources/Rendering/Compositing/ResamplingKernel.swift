internal import CFaceKernels

/// Tables of the four-tap cubics of Mitchell and Netravali (1988), chosen by how much a warp shrinks.
final class ResamplingKernel {
    private let table = Scratch<Float>(capacity: (Int(CFK_PHASES) + 1) * 4)
    private var blur: Float = -1
    private var ringing: Float = -1

    /// The taps for a warp of `scale` source pixels per output pixel.
    ///
    /// B, the blur, grows with the shrinking (what the output cannot carry must go); C, the overshoot, makes up for
    /// what interpolation between pixels loses. Measured by the variance of the Laplacian over the mouth, units on
    /// idle frames against real frames scaled by area: 0.84 at 1080p from 1080p (0.89 once both are H.264), 1.08 at
    /// 720p, 1.04 at 480p, 0.91 at 360p. More overshoot rings along contours; enlarging needs none.
    func taps(for scale: Float) -> UnsafePointer<Float> {
        let wanted = (min(1, max(0, scale - 1)) * 32).rounded() / 32
        let overshoot = scale < 0.8 ? 0.5 : max(0, 0.85 - 1.2 * wanted)
        if (wanted, overshoot) != (blur, ringing) { fill(blur: wanted, overshoot: overshoot) }
        return UnsafePointer(table.start)
    }

    private func fill(blur b: Float, overshoot c: Float) {
        (blur, ringing) = (b, c)
        func weight(_ distance: Float) -> Float {
            let x = abs(distance)
            if x < 1 { return ((12 - 9 * b - 6 * c) * x * x * x + (-18 + 12 * b + 6 * c) * x * x + 6 - 2 * b) / 6 }
            if x >= 2 { return 0 }
            return ((-b - 6 * c) * x * x * x + (6 * b + 30 * c) * x * x + (-12 * b - 48 * c) * x + 8 * b + 24 * c) / 6
        }
        for phase in 0...Int(CFK_PHASES) {
            let share = Float(phase) / Float(CFK_PHASES)
            for tap in 0..<4 { table[phase * 4 + tap] = weight(Float(tap - 1) - share) }
        }
    }
}
