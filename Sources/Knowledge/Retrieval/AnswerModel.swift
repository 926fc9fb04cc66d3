internal import Foundation

/// How sure it is that a passage answers a question: logistic in its ``AnswerEvidence``.
package struct AnswerModel: Equatable, Sendable {
    /// One for each of ``AnswerEvidence/names``.
    package var weights: [Double]
    package var bias: Double

    package init(weights: [Double], bias: Double) {
        self.weights = weights
        self.bias = bias
    }

    /// 0…1: against no passage answering.
    package func probability(_ evidence: AnswerEvidence) -> Double {
        1 / (1 + exp(-zip(weights, evidence.values).reduce(bias) { $0 + $1.0 * $1.1 }))
    }

    /// Fitted to the committed questions but the unseen ones by `visavis bench conversation --rows knowledge`, which fits
    /// them again each time and shows what it found.
    package static let fitted = AnswerModel(
        weights: [3.952, 3.744, 2.090, -1.056, -3.773, -1.999, -1.720, 1.756], bias: -5.898)
}
