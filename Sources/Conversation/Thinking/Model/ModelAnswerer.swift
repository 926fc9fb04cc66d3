package import Core
package import Knowledge

/// Answers with a language model that is given the persona, what was said, and what is known about the question.
///
/// Passes text on as the model writes it. Faults before the first text are tried again where ``RetryPolicy`` sees sense
/// in it; a stream that breaks after that is thrown as it is, since what was said cannot be taken back. An answer without
/// text is `ProviderError.empty`. Any number of answers at once.
package struct ModelAnswerer: Answerer {
    package var name: String { model.name }

    let model: any LanguageModel
    let knowledge: (any KnowledgeSource)?
    let toolbox: Toolbox?
    let limits: ThinkingLimits
    let retries: RetryPolicy
    let metrics: Metrics
    let log: Log
    /// Waits between tries; tests do not.
    var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

    package init(
        model: any LanguageModel, knowledge: (any KnowledgeSource)? = nil, toolbox: Toolbox? = nil,
        limits: ThinkingLimits = ThinkingLimits(), retries: RetryPolicy = RetryPolicy(), metrics: Metrics = Metrics(),
        log: Log = .silent
    ) {
        self.model = model
        self.knowledge = knowledge
        self.toolbox = toolbox
        self.limits = limits
        self.retries = retries
        self.metrics = metrics
        self.log = log
    }

    package func answer(_ question: Question) -> AsyncThrowingStream<AnswerPart, any Error> {
        // Bounded by `answerCharacters`: a model writes little, and nobody may make it wait.
        AsyncThrowingStream { continuation in
            let task = Task {
                let deadline = MovingDeadline(in: limits.firstText)
                do {
                    try await deadline.watch {
                        var answer = ModelAnswer(self, question, deadline) { continuation.yield($0) }
                        try await answer.run()
                    }
                    continuation.finish()
                } catch let passed as MovingDeadline.Passed {
                    continuation.finish(throwing: ProviderError(.thinking, model.name, .timedOut(passed.allowed)))
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    /// Passages for a question. One that is too short to find anything by itself ("and how much is it?") is looked up
    /// together with what the visitor said before.
    func passages(for question: Question) async -> [RankedPassage] {
        guard let knowledge, limits.passages > 0 else { return [] }
        let persona = question.persona.id
        let found = await knowledge.passages(for: question.text, persona: persona, limit: limits.passages)
        if let best = found.first, best.score >= Self.telling { return found }
        guard let before = question.history.last(where: { $0.role == .user })?.text else { return found }
        let more = await knowledge.passages(
            for: "\(before) \(question.text)", persona: persona, limit: limits.passages)
        let known = Set(found.map(\.passage.id))
        return Array((found + more.filter { !known.contains($0.passage.id) }).prefix(limits.passages))
    }

    /// A score from which a question is taken to stand on its own.
    private static let telling = 0.5
}
