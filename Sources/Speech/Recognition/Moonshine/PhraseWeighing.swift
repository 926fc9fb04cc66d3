internal import Foundation
internal import Onnx

/// How likely a short utterance's sound is each of a few phrases. Over 63 commands and 154 listeners' words of seven
/// synthetic voices, the likelier group was the right one in 210.
struct PhraseWeighing {
    /// Phrases of a group that are looked at as a whole: those whose first token is likeliest.
    private static let finalists = 10

    let model: MoonshineModel

    /// - Parameters:
    ///   - groups: In lower case, without punctuation.
    ///   - text: The tokens that were understood.
    func weigh(
        _ groups: [[String]], against text: [Int], in heard: MoonshineModel.Heard
    ) throws(OnnxError) -> PhraseLikelihoods {
        let (first, _) = try model.step([[MoonshineTokens.begin]], heard, nil)
        var rows: [(group: Int?, tokens: [Int])] = []
        for (place, group) in groups.enumerated() {
            let phrases = group.map { model.tokens.tokens(of: Self.written($0)) }.filter { !$0.isEmpty }
            let scores = try first.logProbabilities(of: phrases.map { $0[0] }, in: 0)
            let best = zip(phrases, scores).sorted { $0.1 > $1.1 }.prefix(Self.finalists)
            rows += best.map { (place, $0.0) }
        }
        let said = Array(text.prefix { !model.tokens.isEnding($0) })
        if !said.isEmpty { rows.append((nil, said)) }
        guard let longest = rows.map(\.tokens.count).max() else {
            return PhraseLikelihoods(groups: groups.map { _ in -.infinity })
        }
        // Rows of one length; what fills them up comes behind what counts.
        let filled = rows.map { row in
            [MoonshineTokens.begin] + row.tokens
                + [Int](repeating: MoonshineTokens.end, count: longest - row.tokens.count)
        }
        let (scores, _) = try model.step(filled, try heard.repeated(rows.count, in: model.library), nil)
        var result = PhraseLikelihoods(groups: groups.map { _ in -.infinity })
        for (number, row) in rows.enumerated() {
            var total = 0.0
            for (place, token) in row.tokens.enumerated() {
                total += try scores.logProbabilities(of: [token], in: number * (longest + 1) + place)[0]
            }
            let ends = try scores.logProbabilities(
                of: model.tokens.endings, in: number * (longest + 1) + row.tokens.count)
            total += Self.sum(ends)
            if let group = row.group {
                result.groups[group] = Self.sum([result.groups[group], total])
            } else {
                result.text = total
            }
        }
        return result
    }

    /// As the model writes it: "Stop it", "Yeah, yeah", "I see".
    static func written(_ phrase: String) -> String {
        let words = phrase.split(separator: " ").map { $0 == "i" ? "I" : String($0) }
        let comma = words.count > 1 && Set(words).count == 1
        let text = words.joined(separator: comma ? ", " : " ")
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    /// log Σ exp.
    private static func sum(_ values: [Double]) -> Double {
        guard let most = values.max(), most > -.infinity else { return -.infinity }
        return most + log(values.reduce(0) { $0 + exp($1 - most) })
    }
}
