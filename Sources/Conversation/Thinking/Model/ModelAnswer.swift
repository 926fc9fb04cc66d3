internal import Core
internal import Knowledge

/// One answer on its way: passages, tries, rounds of tools. Used by one task.
struct ModelAnswer {
    private let answerer: ModelAnswerer
    private let question: Question
    private let deadline: MovingDeadline
    private let yield: @Sendable (AnswerPart) -> Void
    /// That were handed on, blanks before the first word not counted: an answer of blanks is none.
    private var characters = 0

    init(
        _ answerer: ModelAnswerer, _ question: Question, _ deadline: MovingDeadline,
        yield: @escaping @Sendable (AnswerPart) -> Void
    ) {
        self.answerer = answerer
        self.question = question
        self.deadline = deadline
        self.yield = yield
    }

    private var limits: ThinkingLimits { answerer.limits }

    mutating func run() async throws {
        let prompt = Prompt(question, passages: await answerer.passages(for: question), budget: limits.promptTokens)
        if !prompt.quoted.isEmpty { yield(.sources(prompt.quoted)) }
        let tools = answerer.toolbox?.tools ?? []
        var request = ChatRequest(
            messages: prompt.messages, tools: tools, maximumTokens: limits.answerTokens,
            temperature: limits.temperature)
        for round in 0...limits.toolRounds {
            request.mayCallTools = !tools.isEmpty && round < limits.toolRounds
            let reply = try await reply(to: request)
            guard let toolbox = answerer.toolbox, request.mayCallTools, !reply.calls.isEmpty else {
                if characters == 0 { throw fault(.empty) }
                return
            }
            request.messages.append(.toolCalls(reply.calls, said: reply.text))
            request.messages += try await results(of: reply.calls, toolbox)
        }
    }

    private struct Reply {
        var text = ""
        var calls: [ToolCall] = []
        var isEmpty: Bool { text.allSatisfy(\.isWhitespace) && calls.isEmpty }
    }

    /// One reply of the model, tried again while nothing of it was handed on.
    private mutating func reply(to request: ChatRequest) async throws -> Reply {
        var attempt = 1
        while true {
            let before = characters
            do {
                let reply = try await read(request)
                if reply.isEmpty { throw fault(.empty) }
                return reply
            } catch let error as ProviderError where characters == before && !Task.isCancelled {
                let wait = answerer.retries.wait(
                    after: error.fault, attempt: attempt, remaining: deadline.remaining, jitter: .random(in: 0..<1))
                guard let wait else { throw error }
                answerer.metrics.count(
                    "visavis_llm_retries_total", "Times a model was asked again after a fault.",
                    labels: ["fault": error.fault.name])
                answerer.log(.info, "asking the model again", ["fault": error.name, "provider": error.provider])
                attempt += 1
                try await answerer.sleep(wait)
            }
        }
    }

    private mutating func read(_ request: ChatRequest) async throws -> Reply {
        var reply = Reply()
        for try await part in answerer.model.complete(request) {
            switch part {
            case .text(let text):
                reply.text += text
                hand(text)
                if characters >= limits.answerCharacters { return Reply(text: reply.text) }
            case .toolCalls(let calls): reply.calls += calls
            }
        }
        // A stream that is cancelled ends like one that is complete.
        try Task.checkCancellation()
        return reply
    }

    private mutating func hand(_ text: String) {
        var text = Substring(text)
        if characters == 0 {
            text = text.drop(while: \.isWhitespace)
            guard !text.isEmpty else { return }
            deadline.allow(limits.wholeAnswer)
        }
        text = text.prefix(limits.answerCharacters - characters)
        guard !text.isEmpty else { return }
        characters += text.count
        yield(.text(String(text)))
    }

    /// All calls of a round side by side, in their order. The clock of the answer stands still meanwhile.
    private func results(of calls: [ToolCall], _ toolbox: Toolbox) async throws -> [ChatMessage] {
        let left = deadline.remaining
        deadline.lift()
        let texts = await withTaskGroup(of: (Int, String).self) { group in
            for (index, call) in calls.enumerated() {
                group.addTask { [self] in (index, await result(of: call, at: index, toolbox)) }
            }
            return await group.reduce(into: [String](repeating: "", count: calls.count)) { $0[$1.0] = $1.1 }
        }
        try Task.checkCancellation()
        if let left { deadline.allow(left) }
        return zip(calls, texts).map { .toolResult(id: $0.id, text: $1) }
    }

    private func result(of call: ToolCall, at index: Int, _ toolbox: Toolbox) async -> String {
        guard index < limits.callsPerRound else { return "Not carried out: too many calls at once." }
        guard toolbox.tools.contains(where: { $0.name == call.name }) else {
            return "There is no function of this name."
        }
        let begin = ContinuousClock.now
        var outcome = "done"
        defer {
            answerer.metrics.observe(
                "visavis_tool_seconds", "How long functions took that a model asked for.", labels: ["outcome": outcome],
                (.now - begin) / .seconds(1))
        }
        do {
            return try await toolbox.executor.execute(call, for: question)
        } catch {
            let fault = (error as? ProviderError)?.fault ?? .cut
            outcome = fault.name
            answerer.log(.warning, "a tool failed", ["fault": fault.name])
            return "The function failed (\(fault.name)). Tell the visitor that this does not work at the moment."
        }
    }

    private func fault(_ fault: ProviderError.Fault) -> ProviderError {
        ProviderError(.thinking, answerer.model.name, fault)
    }
}
