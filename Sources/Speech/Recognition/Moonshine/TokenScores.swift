internal import Foundation
internal import Onnx

/// Natural logarithms of how likely each token is, in rows.
struct TokenScores {
    private let logits: OnnxTensor
    private let size: Int

    /// - Throws: `OnnxError.failed` for other numbers of rows and tokens.
    init(_ logits: OnnxTensor, rows: Int, tokens: Int) throws(OnnxError) {
        self.logits = logits
        size = tokens
        let count = try logits.withFloats { (values) throws(OnnxError) in values.count }
        guard count == rows * tokens else { throw .failed(reason: "the model is not Moonshine's tiny one") }
    }

    func logProbabilities(of tokens: [Int], in row: Int) throws(OnnxError) -> [Double] {
        try logits.withFloats { (values) throws(OnnxError) in
            let scores = values[row * size..<(row + 1) * size]
            let total = Self.total(scores, top: scores.max() ?? 0)
            return tokens.map { Double(scores[scores.startIndex + $0]) - total }
        }
    }

    /// log Σ exp.
    private static func total(_ scores: Slice<UnsafeBufferPointer<Float>>, top: Float) -> Double {
        Double(top) + log(scores.reduce(0.0) { $0 + Double(expf($1 - top)) })
    }

    /// The likeliest tokens of a row, the best first.
    func best(_ count: Int, in row: Int) throws(OnnxError) -> [(token: Int, logProbability: Double)] {
        try logits.withFloats { (values) throws(OnnxError) in
            let scores = values[row * size..<(row + 1) * size]
            var best: [(token: Int, score: Float)] = []
            for index in scores.indices where best.count < count || scores[index] > best[best.count - 1].score {
                let place = best.firstIndex { $0.score < scores[index] } ?? best.count
                best.insert((index - scores.startIndex, scores[index]), at: place)
                if best.count > count { best.removeLast() }
            }
            guard let top = best.first?.score else { return [] }
            let total = Self.total(scores, top: top)
            return best.map { ($0.token, Double($0.score) - total) }
        }
    }
}
