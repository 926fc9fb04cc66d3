internal import Core
internal import Rendering

/// Learns visemes → mouth shape by ridge regression.
struct ModelTraining {
    /// Regression input per frame, see ``MouthModel/features(around:)``.
    private let features: [[Float]]
    private let shapes: [MouthShape]
    /// 1 in frames whose lips are known to be pressed together, else 0; empty when nobody knows.
    private let closures: [Float]

    /// Tried regularisations; the one with the least cross-validated error wins.
    private static let penalties: [Double] = [0.3, 1, 3, 10, 30, 100]
    /// Contiguous blocks for cross-validation: neighbouring frames are too alike to be split at random.
    private static let folds = 6
    /// Chosen once: between 0.3 and 3 nothing changes (measured on the stock recording).
    private static let closurePenalty = 3.0
    /// Share of the lost variance that is given back after regression. A regression to the mean mumbles; all of it
    /// would also amplify what is wrong (compare global variance in Toda & Tokuda 2007).
    private static let varianceRestored: Float = 0.7

    /// - Parameters:
    ///   - timeline: The visemes of the footage, at the footage's frame rate.
    ///   - shapes: The mouth per frame, nil where no face was found.
    ///   - frames: The frames to learn from.
    ///   - closures: Per frame of the take, 1 where the lips are pressed together; nil to learn no closure.
    init(timeline: VisemeTimeline, shapes: [MouthShape?], frames: [Int], closures: [Float]? = nil) {
        let taps = VisemeTaps(framesPerSecond: timeline.framesPerSecond)
        var features: [[Float]] = []
        var kept: [MouthShape] = []
        var closed: [Float] = []
        for index in frames {
            guard shapes.indices.contains(index), let shape = shapes[index] else { continue }
            let window = taps.taps(around: index) { position in
                timeline.frames.indices.contains(position) ? timeline.frames[position] : .rest
            }
            features.append(MouthModel.features(around: window))
            kept.append(shape)
            if let closures { closed.append(closures[index]) }
        }
        self.features = features
        self.shapes = kept
        self.closures = closed
    }

    /// - Returns: The model, and Pearson's r of lane 0 in cross-validation.
    func run() -> (model: MouthModel, correlation: Float) {
        let blocks = (0..<Self.folds).map { fold in
            (shapes.count * fold / Self.folds)..<(shapes.count * (fold + 1) / Self.folds)
        }
        let moments = blocks.map(moments)
        let all = moments.reduce(Moments()) { $0 + $1 }
        var best: (penalty: Double, error: Float, predicted: [MouthShape]) = (10, .infinity, shapes)
        for penalty in Self.penalties {
            var predicted: [MouthShape] = []
            for (block, held) in zip(blocks, moments) {
                let model = solve(all - held, penalty: penalty)
                predicted += block.map { Self.apply(model, features[$0]) }
            }
            let error = zip(predicted, shapes).reduce(Float(0)) { sum, pair in
                let difference = pair.0 - pair.1
                return sum + (difference * difference).sum()
            }
            if error < best.error { best = (penalty, error, predicted) }
        }
        let rows = solve(all, penalty: best.penalty)
        let correlation = Self.correlation(best.predicted.map { $0[0] }, shapes.map { $0[0] })
        let model = restored(rows, predicted: best.predicted)
        return (MouthModel(rows: model.rows, closureWeights: closureWeights(all)), correlation)
    }

    /// XᵀX and XᵀY of some frames; they add up, so each fold is solved without another pass.
    private struct Moments {
        var gram = [Double](repeating: 0, count: MouthModel.featureCount * MouthModel.featureCount)
        var cross = [Double](repeating: 0, count: MouthModel.featureCount * 8)

        static func + (left: Moments, right: Moments) -> Moments { left.combined(with: right, sign: 1) }
        static func - (left: Moments, right: Moments) -> Moments { left.combined(with: right, sign: -1) }

        private func combined(with other: Moments, sign: Double) -> Moments {
            var result = self
            for index in gram.indices { result.gram[index] += sign * other.gram[index] }
            for index in cross.indices { result.cross[index] += sign * other.cross[index] }
            return result
        }
    }

    private func moments(of range: Range<Int>) -> Moments {
        let size = MouthModel.featureCount
        var moments = Moments()
        for index in range {
            let row = features[index].map(Double.init)
            for first in 0..<size where row[first] != 0 {
                for second in 0..<size { moments.gram[first * size + second] += row[first] * row[second] }
                for lane in 0..<8 { moments.cross[first * 8 + lane] += row[first] * Double(shapes[index][lane]) }
            }
        }
        return moments
    }

    private func solve(_ moments: Moments, penalty: Double) -> [MouthShape] {
        let size = MouthModel.featureCount
        let solution = LinearAlgebra.solve(
            positiveDefinite: regularised(moments.gram, penalty: penalty), size: size, right: moments.cross, columns: 8)
        return (0..<size).map { row in
            var shape = MouthShape.zero
            for lane in 0..<8 { shape[lane] = Float(solution[row * 8 + lane]) }
            return shape
        }
    }

    /// A ridge regression onto the closures: the same features seen over ±160 ms tell a closure from what only sounds
    /// like one.
    private func closureWeights(_ moments: Moments) -> [Float] {
        guard !closures.isEmpty else { return [] }
        let size = MouthModel.featureCount
        var cross = [Double](repeating: 0, count: size)
        for (row, closure) in zip(features, closures) where closure > 0 {
            for index in 0..<size { cross[index] += Double(row[index] * closure) }
        }
        return LinearAlgebra.solve(
            positiveDefinite: regularised(moments.gram, penalty: Self.closurePenalty), size: size, right: cross,
            columns: 1
        ).map(Float.init)
    }

    private func regularised(_ gram: [Double], penalty: Double) -> [Double] {
        let size = MouthModel.featureCount
        var gram = gram
        // The constant is free: it carries the mean.
        for index in 0..<size { gram[index * size + index] += index == size - 1 ? 1e-6 : penalty }
        return gram
    }

    /// Stretches each lane about its mean toward the variance that the footage has.
    private func restored(_ rows: [MouthShape], predicted: [MouthShape]) -> MouthModel {
        var rows = rows
        for lane in 0..<8 {
            let wanted = Self.statistics(shapes.map { $0[lane] })
            let got = Self.statistics(predicted.map { $0[lane] })
            let gain = min(max(wanted.deviation / max(got.deviation, 1e-6), 1), 1.6)
            let stretch = 1 + (gain - 1) * Self.varianceRestored
            for row in rows.indices { rows[row][lane] *= stretch }
            rows[rows.count - 1][lane] += got.mean * (1 - stretch)
        }
        return MouthModel(rows: rows)
    }

    private static func apply(_ rows: [MouthShape], _ features: [Float]) -> MouthShape {
        zip(rows, features).reduce(MouthShape.zero) { $0 + $1.0 * $1.1 }
    }

    private static func statistics(_ values: [Float]) -> (mean: Float, deviation: Float) {
        let count = Float(max(values.count, 1))
        let mean = values.reduce(0, +) / count
        return (mean, (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot())
    }

    private static func correlation(_ left: [Float], _ right: [Float]) -> Float {
        let (a, b) = (statistics(left), statistics(right))
        let covariance = zip(left, right).reduce(Float(0)) { $0 + ($1.0 - a.mean) * ($1.1 - b.mean) }
        return covariance / max(Float(left.count) * a.deviation * b.deviation, 1e-9)
    }
}
