/// A least-squares surface of second order from the plane to the plane.
struct Quadratic {
    private var centre = SIMD2<Float>()
    private var unit: Float = 1
    /// Coefficients of 1, x, y, x², x·y, y².
    private var c0 = SIMD2<Float>()
    private var cx = SIMD2<Float>()
    private var cy = SIMD2<Float>()
    private var cxx = SIMD2<Float>()
    private var cxy = SIMD2<Float>()
    private var cyy = SIMD2<Float>()

    /// Fits `to − offset` over `from` at the first `count` points; `scale` is a length that makes the
    /// coordinates about 1.
    mutating func fit(
        from: [SIMD2<Float>], to: [SIMD2<Float>], count: Int, minus offset: SIMD2<Float>, scale: Float
    ) {
        var middle = SIMD2<Double>()
        for index in 0..<count { middle += SIMD2<Double>(from[index]) }
        centre = SIMD2<Float>(middle / Double(count))
        unit = 1 / scale
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 48) { normal in
            normal.initialize(repeating: 0)
            for index in 0..<count {
                let place = SIMD2<Double>((from[index] - centre) * unit)
                let value = SIMD2<Double>(to[index] - offset)
                let row = (1.0, place.x, place.y, place.x * place.x, place.x * place.y, place.y * place.y)
                withUnsafeBytes(of: row) { bytes in
                    let basis = bytes.assumingMemoryBound(to: Double.self)
                    for first in 0..<6 {
                        for second in 0..<6 { normal[first * 8 + second] += basis[first] * basis[second] }
                        normal[first * 8 + 6] += basis[first] * value.x
                        normal[first * 8 + 7] += basis[first] * value.y
                    }
                }
            }
            // A little pull to the flat map keeps degenerate point sets solvable.
            for order in 0..<6 { normal[order * 8 + order] += (order < 3 ? 1e-9 : 1e-3) * Double(count) }
            eliminate(normal)
            func coefficient(_ order: Int) -> SIMD2<Float> {
                SIMD2<Float>(SIMD2(normal[order * 8 + 6], normal[order * 8 + 7]) / normal[order * 9])
            }
            (c0, cx, cy) = (coefficient(0), coefficient(1), coefficient(2))
            (cxx, cxy, cyy) = (coefficient(3), coefficient(4), coefficient(5))
        }
    }

    func value(at point: SIMD2<Float>) -> SIMD2<Float> {
        let place = (point - centre) * unit
        let bent = place.x * (cxx * place.x + cxy * place.y) + cyy * (place.y * place.y)
        return c0 + cx * place.x + cy * place.y + bent
    }

    /// Mean stretch at the centre: units of `to` per unit of `from`.
    var scale: Float { abs(cx.x * cy.y - cx.y * cy.x).squareRoot() * unit }

    /// Gauss–Jordan without pivoting: the normal matrix is positive definite.
    private func eliminate(_ normal: UnsafeMutableBufferPointer<Double>) {
        for pivot in 0..<6 {
            for row in 0..<6 where row != pivot {
                let factor = normal[row * 8 + pivot] / normal[pivot * 9]
                for column in pivot..<8 { normal[row * 8 + column] -= factor * normal[pivot * 8 + column] }
            }
        }
    }
}
