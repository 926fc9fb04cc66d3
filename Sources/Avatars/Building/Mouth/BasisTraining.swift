internal import Core
internal import Rendering

extension MouthBasis {
    /// Principal components of a person's mouth.
    ///
    /// - Parameter samples: Control points per frame in canonical coordinates; at least nine frames.
    static func learn(from samples: [[SIMD3<Float>]]) -> MouthBasis {
        let count = samples[0].count
        let size = count * 3
        var mean = [Double](repeating: 0, count: size)
        let flat = samples.map { points in points.flatMap { [Double($0.x), Double($0.y), Double($0.z)] } }
        for row in flat { for index in 0..<size { mean[index] += row[index] / Double(flat.count) } }
        var covariance = [Double](repeating: 0, count: size * size)
        for row in flat {
            let centred = zip(row, mean).map { $0 - $1 }
            for first in 0..<size {
                for second in first..<size { covariance[first * size + second] += centred[first] * centred[second] }
            }
        }
        for first in 0..<size {
            for second in first..<size {
                covariance[first * size + second] /= Double(flat.count)
                covariance[second * size + first] = covariance[first * size + second]
            }
        }
        let (values, vectors) = LinearAlgebra.eigen(symmetric: covariance, size: size)
        let deviation = Float(max(values[0], 1e-12).squareRoot())
        func points(_ vector: [Double]) -> [SIMD3<Float>] {
            (0..<count).map { [Float(vector[3 * $0]), Float(vector[3 * $0 + 1]), Float(vector[3 * $0 + 2])] }
        }
        return MouthBasis(
            mean: points(mean), components: (0..<8).map { lane in points(vectors[lane]).map { $0 * deviation } })
    }
}
