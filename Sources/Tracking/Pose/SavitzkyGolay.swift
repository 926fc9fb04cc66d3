/// Smoothing by a parabola fitted to a sliding window (Savitzky & Golay 1964): removes jitter, keeps peaks.
package enum SavitzkyGolay {
    /// - Parameters:
    ///   - values: Evenly spaced samples.
    ///   - radius: Samples on each side of the middle one; 0 changes nothing. Near the ends the window shrinks.
    package static func smooth(_ values: [Double], radius: Int) -> [Double] {
        values.indices.map { index in
            let reach = min(radius, index, values.count - 1 - index)
            guard reach >= 2 else { return values[index] }
            // Weights of the quadratic fit's value at the window's middle.
            let m = Double(reach)
            let norm = (2 * m + 1) * (4 * m * m + 4 * m - 3) / 3
            var sum = 0.0
            for k in -reach...reach {
                let weight = (3 * m * m + 3 * m - 1 - 5 * Double(k * k)) / norm
                sum += weight * values[index + k]
            }
            return sum
        }
    }
}
