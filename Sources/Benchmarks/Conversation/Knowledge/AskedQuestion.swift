internal import Conversation
package import Knowledge

/// A question of the committed sets, and what was found for it.
package struct AskedQuestion: Sendable {
    /// "tuning", "held-out", "second", "third" or "unseen".
    package var set: String
    package var text: String
    /// What the right passage holds; empty when there is none.
    package var marker: String
    package var found: [FoundPassage] = []

    /// The one it is about: that of the right passage, else that of the passage with the best fit.
    var document: String { (found.first { isRight($0.passage) } ?? found.first)?.passage.title ?? "" }

    /// What it teaches; nil where nothing was found, or nothing right although there is an answer.
    var choice: AnswerFit.Choice? {
        let right = found.indices.filter { isRight(found[$0].passage) }
        guard !found.isEmpty, marker.isEmpty || !right.isEmpty else { return nil }
        return AnswerFit.Choice(passages: found.map(\.evidence.values), right: right)
    }

    /// - Returns: From 1; `Int.max` when the right passage is not among those found. And how sure the first one is.
    func outcome(_ model: AnswerModel) -> (rank: Int, sureness: Double) {
        let ranked = zip(found, model.sureness(of: found)).map { ($0.passage, $1) }
            .sorted { ($1.1, $0.0.id) < ($0.1, $1.0.id) }
        let place = ranked.firstIndex { isRight($0.0) }
        return (place.map { $0 + 1 } ?? .max, ranked.first?.1 ?? 0)
    }

    private func isRight(_ passage: Passage) -> Bool {
        !marker.isEmpty && Self.plain((passage.question ?? "") + " " + passage.text).contains(Self.plain(marker))
    }

    private static func plain(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Comma-separated with quotes where needed (RFC 4180); the first line names the columns.
    static func table(_ text: String) throws -> [AskedQuestion] {
        text.split(whereSeparator: \.isNewline).dropFirst().map { line in
            var cells = [""]
            var isQuoted = false
            for character in line {
                switch character {
                case "\"": isQuoted.toggle()
                case "," where !isQuoted: cells.append("")
                default: cells[cells.count - 1].append(character)
                }
            }
            return AskedQuestion(
                set: cells[0], text: cells.count > 1 ? cells[1] : "", marker: cells.count > 2 ? cells[2] : "")
        }
    }
}

/// Shares of questions, in percent.
struct Outcomes {
    private(set) var answerable = 0
    private(set) var first = 0.0
    private(set) var amongThree = 0.0
    /// Of the answerable ones: answered from the right passage, and from another one.
    private(set) var answered = 0.0
    private(set) var misled = 0.0
    /// Of the answerable ones: told of the right passage, and of another one, though she did not know for certain.
    private(set) var helped = 0.0
    private(set) var strayed = 0.0
    /// Of those without an answer: she said so, and of these, told of a passage nevertheless.
    private(set) var saidSo = 0.0
    private(set) var offered = 0.0

    init(_ questions: [AskedQuestion], by model: (AskedQuestion) -> AnswerModel) {
        let outcomes = questions.map { (question: $0, outcome: $0.outcome(model($0))) }
        let known = outcomes.filter { !$0.question.marker.isEmpty }.map(\.outcome)
        let unknown = outcomes.filter { $0.question.marker.isEmpty }.map(\.outcome)
        func share(_ count: Int, of all: Int) -> Double { 100 * Double(count) / Double(max(all, 1)) }
        let certainty = ExtractiveAnswerer.certainty
        answerable = known.count
        first = share(known.count { $0.rank == 1 }, of: known.count)
        amongThree = share(known.count { $0.rank <= 3 }, of: known.count)
        answered = share(known.count { $0.rank == 1 && $0.sureness >= certainty }, of: known.count)
        misled = share(known.count { $0.rank > 1 && $0.sureness >= certainty }, of: known.count)
        let unsure = ExtractiveAnswerer.likelihood..<certainty
        helped = share(known.count { $0.rank == 1 && unsure.contains($0.sureness) }, of: known.count)
        strayed = share(known.count { $0.rank > 1 && unsure.contains($0.sureness) }, of: known.count)
        offered = share(unknown.count { unsure.contains($0.sureness) }, of: unknown.count)
        saidSo = share(unknown.count { $0.sureness < certainty }, of: unknown.count)
    }
}
