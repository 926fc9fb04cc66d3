internal import CFaceKernels

/// Tables of the four-tap cubics of Mitchell and Netravali (1988), chosen by how much a warp shrinks.
final class ResamplingKernel {
    private let table = Scratch<Float>(capacity: (Int(CFK_PHASES) + 1) * 4)
    private var blur: Float = -1

    /// The taps for a warp of `scale` source pixels per output pixel: Catmull–Rom (B = 0, interpolating) up to 1,
    /// rounder when shrinking, where what the output cannot carry must go.
    func taps(for scale: Float) -> UnsafePointer<Float> {
        let wanted = (min(1, max(0, (scale - 1) * Self.blurPerScale)) * 32).rounded() / 32
        if wanted != blur { fill(blur: wanted) }
        return UnsafePointer(table.start)
    }

    /// B per unit of scale above 1: at 1.5 the sharpness of an area-averaged footage is kept.
    static let blurPerScale: Float = 0.5

    private func fill(blur b: Float) {
        blur = b
        let c = (1 - b) / 2
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
