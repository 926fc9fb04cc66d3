internal import Core
internal import Knowledge

/// The messages of one question, within a budget of tokens. Pure.
struct Prompt: Equatable {
    let messages: [ChatMessage]
    /// The passages that are in it, best first.
    let quoted: [RankedPassage]

    /// The system prompt, the question and the last exchange are always in it; passages get half of what is left, best
    /// first; earlier turns the rest, newest first.
    ///
    /// - Parameters:
    ///   - passages: Best first.
    ///   - budget: Tokens, as ``TokenEstimate`` counts them.
    init(_ question: Question, passages: [RankedPassage], budget: Int) {
        var history = Self.merged(question.history)
        let opening = history.first?.role == .avatar ? history.removeFirst().text : nil
        let system = SystemPrompt.text(for: question, opening: opening, mayQuote: !passages.isEmpty)
        var left = budget - Self.cost(system) - Self.cost(question.text)

        var quoted: [RankedPassage] = []
        var forPassages = left / 2
        for passage in passages {
            let cost = Self.cost(passage.passage)
            // A shorter one further down may still fit; the best one is worth more than old turns.
            guard cost <= forPassages || (quoted.isEmpty && cost <= left) else { continue }
            forPassages -= cost
            left -= cost
            quoted.append(passage)
        }

        var kept: [Turn] = []
        for turn in history.reversed() {
            left -= Self.cost(turn.text)
            guard left >= 0 || kept.count < 2 else { break }
            kept.append(turn)
        }
        kept.reverse()
        if kept.first?.role == .avatar { kept.removeFirst() }
        var asked = question.text
        if let last = kept.last, last.role == .user {
            // Nothing was heard of the answer to it: one thing said in two goes.
            asked = last.text + "\n" + asked
            kept.removeLast()
        }
        messages =
            [.system(system)] + kept.map { $0.role == .user ? .user($0.text) : .assistant($0.text) }
            + [.user(Self.user(asked, quoting: quoted))]
        self.quoted = quoted
    }

    /// Passages stand in the visitor's message, not in the system's: what a document says must not have its authority.
    private static func user(_ question: String, quoting passages: [RankedPassage]) -> String {
        guard !passages.isEmpty else { return question }
        return "\(QuotedPassages(passages.map(\.passage)).text)\n\nThe visitor says: \(question)"
    }

    /// Turns of one side that follow each other become one: the templates of many local models want the two to alternate.
    private static func merged(_ history: [Turn]) -> [Turn] {
        history.reduce(into: []) { turns, turn in
            guard !turn.text.trimmed.isEmpty else { return }
            if turns.last?.role == turn.role {
                turns[turns.count - 1].text += "\n" + turn.text
            } else {
                turns.append(turn)
            }
        }
    }

    /// Of a passage among others: its text, the question it answers, where it is from.
    private static func cost(_ passage: Passage) -> Int {
        let source = ([passage.title] + passage.headings).joined(separator: " ")
        return cost(source) + cost(passage.question ?? "") + cost(passage.text)
    }

    private static func cost(_ text: String) -> Int { TokenEstimate.tokens(in: text) + TokenEstimate.perMessage }
}
