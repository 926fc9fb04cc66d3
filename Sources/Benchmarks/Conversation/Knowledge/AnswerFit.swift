internal import Foundation
internal import Knowledge

/// Fits the ``AnswerModel`` to questions whose right passages are known: a conditional logit, in which a question
/// chooses one of its passages or none (D. McFadden, "Conditional logit analysis of qualitative choice behavior", 1974).
/// The choice of none is what "don't know" is learnt from. The same questions give the same model.
enum AnswerFit {
    /// One question.
    struct Choice {
        /// The evidence of each passage.
        var passages: [[Double]]
        /// Which of them are right; none where no document answers.
        var right: [Int]
    }

    /// Of the squared weights, for evidence of variance 1: what keeps weights small that few questions speak for.
    private static let penalty = 3.0

    /// Newton's method, which ends after some 10 steps: the likelihood is concave.
    static func model(_ choices: [Choice]) -> AnswerModel {
        let count = AnswerEvidence.names.count
        let scale = scale(choices.flatMap(\.passages), count)
        // The last parameter is the worth of choosing none.
        var parameters = [Double](repeating: 0, count: count + 1)
        for _ in 0..<50 {
            var gradient = parameters.map { $0 * penalty }
            gradient[count] = 0
            var curvature = (0...count).map { row in (0...count).map { row == $0 ? (row < count ? penalty : 1e-6) : 0 }
            }
            for choice in choices {
                var options = choice.passages.map { zip($0, scale).map { ($0 - $1.mean) / $1.deviation } + [0] }
                options.append([Double](repeating: 0, count: count) + [1])
                let likely = shares(options.map { zip($0, parameters).reduce(0) { $0 + $1.0 * $1.1 } })
                let right = choice.right.isEmpty ? [options.count - 1] : choice.right
                var mean = [Double](repeating: 0, count: count + 1)
                for (option, share) in zip(options, likely) { for k in 0...count { mean[k] += share * option[k] } }
                for (place, (option, share)) in zip(options, likely).enumerated() {
                    let error = share - (right.contains(place) ? 1 / Double(right.count) : 0)
                    for k in 0...count {
                        gradient[k] += error * option[k]
                        for l in 0...count { curvature[k][l] += share * (option[k] - mean[k]) * (option[l] - mean[l]) }
                    }
                }
            }
            let step = solution(of: curvature, gradient)
            for k in 0...count { parameters[k] -= step[k] }
            if step.allSatisfy({ abs($0) < 1e-6 }) { break }
        }
        let weights = (0..<count).map { parameters[$0] / scale[$0].deviation }
        let bias = -parameters[count] - zip(weights, scale).reduce(0) { $0 + $1.0 * $1.1.mean }
        return AnswerModel(weights: weights, bias: bias)
    }

    private static func scale(_ rows: [[Double]], _ count: Int) -> [(mean: Double, deviation: Double)] {
        (0..<count).map { column in
            let mean = rows.reduce(0) { $0 + $1[column] } / Double(max(rows.count, 1))
            let variance =
                rows.reduce(0) { $0 + ($1[column] - mean) * ($1[column] - mean) } / Double(max(rows.count, 1))
            return (mean, max(variance.squareRoot(), 1e-9))
        }
    }

    private static func shares(_ values: [Double]) -> [Double] {
        let greatest = values.max() ?? 0
        let powers = values.map { exp($0 - greatest) }
        let total = powers.reduce(0, +)
        return powers.map { $0 / total }
    }

    /// Gaussian elimination with pivots.
    private static func solution(of matrix: [[Double]], _ right: [Double]) -> [Double] {
        var rows = zip(matrix, right).map { $0 + [$1] }
        let count = right.count
        for column in 0..<count {
            let pivot = (column..<count).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
            rows.swapAt(column, pivot)
            guard abs(rows[column][column]) > 1e-12 else { continue }
            for row in 0..<count where row != column {
                let factor = rows[row][column] / rows[column][column]
                for k in column...count { rows[row][k] -= factor * rows[column][k] }
            }
        }
        return (0..<count).map { abs(rows[$0][$0]) > 1e-12 ? rows[$0][count] / rows[$0][$0] : 0 }
    }
}
