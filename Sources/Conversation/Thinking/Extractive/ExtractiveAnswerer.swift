internal import Core
package import Knowledge

/// Answers without a language model: quotes the passage that fits best, trimmed to what was asked, and says so when
/// none does. Nothing it says of the world is its own, so a document can make it say nothing but that document's words.
package struct ExtractiveAnswerer: Answerer {
    package let name = "built-in"
    private let knowledge: any KnowledgeSource

    /// How sure it must be that a passage answers: an answer that is none costs twice as much as one that is not given,
    /// so that answering pays from 2 : 1 on.
    package static let certainty = 2.0 / 3
    /// How likely it must be for a passage to be quoted after she has said that she does not know: one of two such
    /// passages answers (`bench conversation --rows knowledge`).
    package static let likelihood = 1.0 / 3
    /// Passages asked for, and told of as sources.
    private static let passages = 5
    private static let sources = 3
    /// Titles she offers when she does not know.
    private static let titles = 3

    package init(knowledge: any KnowledgeSource) { self.knowledge = knowledge }

    package func answer(_ question: Question) -> AsyncThrowingStream<AnswerPart, any Error> {
        AsyncThrowingStream { continuation in
            let work = Task {
                for part in await parts(of: question) { continuation.yield(part) }
                continuation.finish()
            }
            continuation.onTermination = { _ in work.cancel() }
        }
    }

    private func parts(of question: Question) async -> [AnswerPart] {
        let language = question.persona.language ?? question.language
        let phrases = AnswerPhrases.phrases(for: language)
        guard !PlainWords.of(question.text).isEmpty else { return [.text(phrases.notHeard)] }
        if let talk = SmallTalk.of(question.text, SmallTalkPhrases.tables(for: language)) {
            return [.text(await reply(to: talk, question, phrases))]
        }
        switch await finding(for: question) {
        case .answer(let passages, let text):
            return [.sources(passages), .text(Excerpt.answering(text, from: passages[0].passage))]
        case .closest(let passage):
            let excerpt = Excerpt.answering(question.text, from: passage.passage)
            return [.sources([passage]), .text([phrases.unknown, phrases.closest, excerpt].joined(separator: " "))]
        case .nothing: break
        }
        let offer = phrases.offer(await topics(question))
        return [.text(offer.isEmpty ? phrases.unknown : phrases.unknown + " " + offer)]
    }

    private enum Finding {
        /// At least one passage, and the question they answer: what was asked, or with its subject from before.
        case answer([RankedPassage], String)
        /// It may help, see ``ExtractiveAnswerer/likelihood``.
        case closest(RankedPassage)
        case nothing
    }

    private func finding(for question: Question) async -> Finding {
        var isAnsweredBefore = false
        if let both = FollowUp.resolved(question), let found = certain(await ranked(both, question)) {
            if Excerpt.mayAnswer(question.text, found[0].passage) { return .answer(found, both) }
            isAnsweredBefore = true
        }
        let asked = await ranked(question.text, question)
        if !isAnsweredBefore {
            if let found = certain(asked) { return .answer(found, question.text) }
            // "Children?" after "How much is a ticket?"
            if FollowUp.mayBe(question.text), let before = FollowUp.previous(question.history),
                let found = certain(await ranked(question.text + " " + before, question)),
                Excerpt.mayAnswer(question.text, found[0].passage)
            {
                return .answer(found, question.text)
            }
        }
        return asked.first.flatMap { $0.score >= Self.likelihood ? .closest($0) : nil } ?? .nothing
    }

    private func ranked(_ text: String, _ question: Question) async -> [RankedPassage] {
        await knowledge.passages(for: text, persona: question.persona.id, limit: Self.passages)
    }

    /// Those that answer, at least one; nil when none does.
    private func certain(_ found: [RankedPassage]) -> [RankedPassage]? {
        guard let best = found.first, best.score >= Self.certainty else { return nil }
        return Array(found.filter { $0.score >= best.score * 0.7 }.prefix(Self.sources))
    }

    private func reply(to talk: SmallTalk, _ question: Question, _ phrases: AnswerPhrases) async -> String {
        switch talk {
        case .greeting: return phrases.greeting
        case .thanks: return phrases.thanks
        case .goodbye: return phrases.goodbye
        case .wellbeing: return phrases.wellbeing
        case .acknowledgement: return phrases.anythingElse
        case .again:
            return question.history.last { $0.role == .avatar && !$0.text.isEmpty }?.text ?? phrases.nothingSaid
        case .identity: return phrases.introduction(question.persona.name)
        case .abilities:
            let offer = phrases.offer(await topics(question))
            return offer.isEmpty ? phrases.introduction(question.persona.name) : offer
        }
    }

    private func topics(_ question: Question) async -> [String] {
        await knowledge.topics(persona: question.persona.id, limit: Self.titles)
    }
}
