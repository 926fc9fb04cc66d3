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

    /// Newton's method, with shorter steps where a whole one would lead away; ends after some 10, since the likelihood is
    /// concave.
    static func model(_ choices: [Choice]) -> AnswerModel {
        let count = choices.lazy.flatMap(\.passages).first?.count ?? AnswerEvidence.names.count
        let scale = scale(choices.flatMap(\.passages), count)
        // The last parameter is the worth of choosing none.
        var parameters = [Double](repeating: 0, count: count + 1)
        let alternatives = choices.map { choice in
            let options =
                choice.passages.map { zip($0, scale).map { ($0 - $1.mean) / $1.deviation } + [0] }
                + [[Double](repeating: 0, count: count) + [1]]
            return Alternatives(options: options, right: choice.right.isEmpty ? [options.count - 1] : choice.right)
        }
        var loss = loss(alternatives, parameters)
        for _ in 0..<50 {
            var gradient = parameters.map { $0 * penalty }
            gradient[count] = 0
            var curvature = (0...count).map { row in (0...count).map { row == $0 ? (row < count ? penalty : 1e-6) : 0 }
            }
            for choice in alternatives {
                let likely = shares(choice.worth(by: parameters))
                var mean = [Double](repeating: 0, count: count + 1)
                for (option, share) in zip(choice.options, likely) {
                    for k in 0...count { mean[k] += share * option[k] }
                }
                for (place, (option, share)) in zip(choice.options, likely).enumerated() {
                    let error = share - (choice.right.contains(place) ? 1 / Double(choice.right.count) : 0)
                    for k in 0...count {
                        gradient[k] += error * option[k]
                        for l in 0...count { curvature[k][l] += share * (option[k] - mean[k]) * (option[l] - mean[l]) }
                    }
                }
            }
            var step = solution(of: curvature, gradient)
            var next = zip(parameters, step).map { $0 - $1 }
            var nextLoss = Self.loss(alternatives, next)
            while nextLoss > loss, step.contains(where: { abs($0) >= 1e-6 }) {
                step = step.map { $0 / 2 }
                next = zip(parameters, step).map { $0 - $1 }
                nextLoss = Self.loss(alternatives, next)
            }
            (parameters, loss) = (next, nextLoss)
            if step.allSatisfy({ abs($0) < 1e-6 }) { break }
        }
        let weights = (0..<count).map { parameters[$0] / scale[$0].deviation }
        let bias = -parameters[count] - zip(weights, scale).reduce(0) { $0 + $1.0 * $1.1.mean }
        return AnswerModel(weights: weights, bias: bias)
    }

    /// The passages of a question and, last, none of them.
    private struct Alternatives {
        var options: [[Double]]
        var right: [Int]

        func worth(by parameters: [Double]) -> [Double] {
            options.map { zip($0, parameters).reduce(0) { $0 + $1.0 * $1.1 } }
        }
    }

    /// What Newton's method makes small: the negative logarithm of the likelihood, and what keeps weights small.
    private static func loss(_ choices: [Alternatives], _ parameters: [Double]) -> Double {
        choices.reduce(penalty / 2 * parameters.dropLast().reduce(0) { $0 + $1 * $1 }) { loss, choice in
            let worth = choice.worth(by: parameters)
            let greatest = worth.max() ?? 0
            let all = greatest + log(worth.reduce(0) { $0 + exp($1 - greatest) })
            return loss + all - choice.right.reduce(0) { $0 + worth[$1] } / Double(choice.right.count)
        }
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
