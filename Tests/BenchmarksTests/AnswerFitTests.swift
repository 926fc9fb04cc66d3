import Knowledge
import Testing

@testable import Benchmarks

@Suite("The model of answers")
struct AnswerFitTests {
    private func passage(_ fit: Double) -> [Double] {
        [fit] + [Double](repeating: 0, count: AnswerEvidence.names.count - 1)
    }

    @Test("is sure of passages that fit and not of those that do not, and is the same each time")
    func fit() {
        let known = (0..<30).map {
            AnswerFit.Choice(passages: [passage(0.9), passage(0.2 + 0.01 * Double($0))], right: [0])
        }
        let unknown = (0..<15).map {
            AnswerFit.Choice(passages: [passage(0.3 + 0.01 * Double($0)), passage(0.2)], right: [])
        }
        let model = AnswerFit.model(known + unknown)
        func worth(_ fit: Double) -> Double { model.weights[0] * fit + model.bias }
        #expect(worth(0.9) > 1 && worth(0.35) < -1)
        #expect(model == AnswerFit.model(known + unknown))
    }

    @Test("gives no weight to what never differs, and ends without questions")
    func degenerate() {
        let same = (0..<5).map { _ in AnswerFit.Choice(passages: [passage(0.5), passage(0.5)], right: [1]) }
        let weights = AnswerFit.model(same).weights
        #expect(weights.allSatisfy { $0.isFinite })
        let nothing = AnswerFit.model([]).weights
        #expect(nothing.allSatisfy { $0 == 0 })
    }

    @Test("questions are read from a table with quotes")
    func table() throws {
        let asked = try AskedQuestion.table(
            "set,question,passage\nunseen,\"Well, when?\",\"At 9, daily\"\ntuning,Who?,\n")
        #expect(asked.map(\.text) == ["Well, when?", "Who?"] && asked.map(\.marker) == ["At 9, daily", ""])
    }
}
