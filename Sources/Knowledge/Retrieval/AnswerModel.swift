internal import Foundation

/// How sure it is that a passage answers a question: logistic in its ``AnswerEvidence``.
package struct AnswerModel: Equatable, Sendable {
    /// One for each of ``AnswerEvidence/names``, or for those without the meaning.
    package var weights: [Double]
    package var bias: Double

    package init(weights: [Double], bias: Double) {
        self.weights = weights
        self.bias = bias
    }

    /// How sure it is that each of the passages found for a question answers it, 0…1: against none answering.
    ///
    /// Where meanings are compared, also against the other passages, the less the more those say the same: several that
    /// are near a question but tell different things are a sign that none answers it. Words are too coarse for that.
    package func sureness(of found: [FoundPassage]) -> [Double] {
        let odds = found.map { exp(min(worth($0.evidence), 100)) }
        return found.indices.map { index in
            let others = found.indices.reduce(0.0) { sum, other in
                guard other != index, let mine = found[index].sentence, let theirs = found[other].sentence else {
                    return sum
                }
                return sum + odds[other] * Double(1 - min(max(mine.cosine(with: theirs), 0), 1))
            }
            return odds[index] / (1 + odds[index] + others)
        }
    }

    private func worth(_ evidence: AnswerEvidence) -> Double {
        zip(weights, evidence.values).reduce(bias) { $0 + $1.0 * $1.1 }
    }

    /// The one for all that is known of these passages.
    package static func suited(to found: [FoundPassage]) -> AnswerModel {
        found.contains { $0.evidence.meaning != nil } ? .byMeaning : .byWords
    }

    /// Fitted to the committed questions but the unseen ones by `visavis bench conversation --rows knowledge`, which fits
    /// them again each time and shows what it found.
    package static let byWords = AnswerModel(
        weights: [3.533, 3.151, 1.896, -0.448, -3.836, -1.673, -1.256, 1.700], bias: -5.478)
    /// The same with sentences that all-MiniLM-L6-v2 compared.
    package static let byMeaning = AnswerModel(
        weights: [0.626, 0.715, 2.920, -0.041, -3.548, -0.944, -1.189, 1.182, 4.303, -11.50], bias: -3.687)
}
