import Core
import Knowledge
import Synchronization
import Testing

@testable import Conversation

@Suite("An answer of a language model")
struct ModelAnswererTests {
    private struct Outcome: Equatable {
        var parts: [AnswerPart] = []
        var fault: ProviderError.Fault?
        var text: String {
            parts.map { if case .text(let text) = $0 { text } else { "" } }.joined()
        }
    }

    private func outcome(of answerer: ModelAnswerer, _ question: Question = .hello) async -> Outcome {
        var outcome = Outcome()
        do {
            for try await part in answerer.answer(question) { outcome.parts.append(part) }
        } catch {
            outcome.fault = (error as? ProviderError)?.fault
        }
        return outcome
    }

    private func answerer(
        _ model: ScriptedModel, knowledge: (any KnowledgeSource)? = nil, toolbox: Toolbox? = nil,
        limits: ThinkingLimits = ThinkingLimits(), waits: Waits = Waits()
    ) -> ModelAnswerer {
        var answerer = ModelAnswerer(model: model, knowledge: knowledge, toolbox: toolbox, limits: limits)
        answerer.sleep = { waits.append($0) }
        return answerer
    }

    @Test("is passed on fragment by fragment, without the blanks at its beginning")
    func passesText() async {
        let model = ScriptedModel([.text("\n\n"), .text(" Hel"), .text("lo. "), .text("Bye.")])
        let outcome = await outcome(of: answerer(model))
        #expect(outcome.parts == [.text("Hel"), .text("lo. "), .text("Bye.")])
        #expect(outcome.fault == nil)
    }

    @Test("names the passages it was given before its text")
    func namesSources() async {
        let model = ScriptedModel([.text("At nine.")])
        let knowledge = FixedKnowledge([.passage(7, "We open at nine.")])
        let outcome = await outcome(of: answerer(model, knowledge: knowledge))
        #expect(outcome.parts == [.sources([.passage(7, "We open at nine.")]), .text("At nine.")])
        guard case .user(let text) = model.requests[0].messages.last else {
            Issue.record("the last message is not the visitor's")
            return
        }
        #expect(text.contains("We open at nine."))
        #expect(text.hasSuffix("Hello?"))
    }

    @Test("looks a question that finds nothing up together with the one before")
    func looksUpFollowUps() async {
        let knowledge = FixedKnowledge([.passage(1, "A ticket is ten euros.")]) { $0.contains("ticket") }
        let question = Question(
            text: "And how much?",
            history: [Turn(role: .user, text: "Where is a ticket sold?"), Turn(role: .avatar, text: "Here.")],
            persona: Persona(), language: "en")
        let outcome = await outcome(of: answerer(ScriptedModel([.text("Ten.")]), knowledge: knowledge), question)
        #expect(outcome.parts.first == .sources([.passage(1, "A ticket is ten euros.")]))
        #expect(knowledge.questions == ["And how much?", "Where is a ticket sold? And how much?"])
    }

    @Test(
        "is asked for again after a passing fault before its first text",
        arguments: [
            ProviderError.Fault.unreachable, .serverFailed(status: 503), .cut, .rateLimited(retryAfter: .seconds(1)),
            .empty, .timedOut(.seconds(1)),
        ])
    func retries(fault: ProviderError.Fault) async {
        let waits = Waits()
        let model = ScriptedModel([.fault(fault)], [.text("Hello.")])
        let outcome = await outcome(of: answerer(model, waits: waits))
        #expect(outcome == Outcome(parts: [.text("Hello.")]))
        #expect(model.requests.count == 2)
        #expect(waits.all.count == 1)
    }

    @Test(
        "fails at once where another try is of no use",
        arguments: [
            ProviderError.Fault.unauthorized, .rejected(status: 404), .garbage(detail: "x"), .addressBlocked,
            .rateLimited(retryAfter: .seconds(60)),
        ])
    func doesNotRetry(fault: ProviderError.Fault) async {
        let model = ScriptedModel([.fault(fault)], [.text("Hello.")])
        #expect(await outcome(of: answerer(model)) == Outcome(fault: fault))
        #expect(model.requests.count == 1)
    }

    @Test("that breaks off after some text is not asked for again, and keeps that text")
    func breaksOff() async {
        let model = ScriptedModel([.text("Hel"), .fault(.cut)], [.text("Hello.")])
        #expect(await outcome(of: answerer(model)) == Outcome(parts: [.text("Hel")], fault: .cut))
        #expect(model.requests.count == 1)
    }

    @Test("of nothing but blanks is asked for three times, and is empty then")
    func isEmpty() async {
        let model = ScriptedModel([.text(" \n")])
        #expect(await outcome(of: answerer(model)) == Outcome(fault: .empty))
        #expect(model.requests.count == 3)
    }

    @Test("that does not come has timed out")
    func timesOut() async {
        let limits = ThinkingLimits(firstText: .milliseconds(50))
        let outcome = await outcome(of: answerer(ScriptedModel([.hang]), limits: limits))
        #expect(outcome.fault == .timedOut(.milliseconds(50)))
    }

    @Test("that stops coming has timed out, after its text")
    func stalls() async {
        let limits = ThinkingLimits(wholeAnswer: .milliseconds(50))
        let outcome = await outcome(of: answerer(ScriptedModel([.text("Hel"), .hang]), limits: limits))
        #expect(outcome == Outcome(parts: [.text("Hel")], fault: .timedOut(.milliseconds(50))))
    }

    @Test("ends at the longest that is spoken")
    func isBounded() async {
        let limits = ThinkingLimits(answerCharacters: 10)
        let model = ScriptedModel([.text("12345678"), .text("90abc"), .hang])
        #expect(await outcome(of: answerer(model, limits: limits)).text == "1234567890")
    }

    @Test("that nobody waits for any more ends the model's work")
    func isCancelled() async {
        let model = ScriptedModel([.text("Hel"), .hang])
        let task = Task {
            for try await _ in answerer(model).answer(.hello) { withUnsafeCurrentTask { $0?.cancel() } }
        }
        _ = await task.result
        #expect(model.requests.count == 1)
    }

    @Suite("with functions")
    struct WithFunctions {
        private let tests = ModelAnswererTests()
        private let time = ChatTool(name: "time", description: "The time.", parameters: "{}")

        @Test("carries out what the model asks for and lets it go on")
        func carriesOut() async {
            let executor = ScriptedTools { call in "It is \(call.arguments)." }
            let model = ScriptedModel([.text("Let me look. "), .call("time", "9")], [.text("It is nine.")])
            let outcome = await tests.outcome(
                of: tests.answerer(model, toolbox: Toolbox([time], executor: executor)))
            #expect(outcome.parts == [.text("Let me look. "), .text("It is nine.")])
            let messages = model.requests[1].messages.suffix(2)
            let call = ToolCall(id: "call_1", name: "time", arguments: "9")
            #expect(
                messages == [
                    .toolCalls([call], said: "Let me look. "), .toolResult(id: "call_1", text: "It is 9."),
                ])
        }

        @Test("tells the model that one failed, or does not exist")
        func fails() async {
            let executor = ScriptedTools { _ in throw ProviderError(.thinking, "hook", .timedOut(.seconds(8))) }
            let model = ScriptedModel(
                [
                    .part(
                        .toolCalls([
                            ToolCall(id: "a", name: "time", arguments: "{}"),
                            ToolCall(id: "b", name: "rm", arguments: "{}"),
                        ]))
                ], [.text("I cannot look.")])
            let outcome = await tests.outcome(
                of: tests.answerer(model, toolbox: Toolbox([time], executor: executor)))
            #expect(outcome == Outcome(parts: [.text("I cannot look.")]))
            guard case .toolResult("a", let first) = model.requests[1].messages.suffix(2).first,
                case .toolResult("b", let second) = model.requests[1].messages.last
            else {
                Issue.record("the results are missing")
                return
            }
            #expect(first.contains("timed_out"))
            #expect(second == "There is no function of this name.")
        }

        @Test("has to answer after four rounds")
        func ends() async {
            let executor = ScriptedTools { _ in "Again." }
            let model = ScriptedModel(
                [.call("time")], [.call("time")], [.call("time")], [.call("time")], [.text("Enough.")])
            let outcome = await tests.outcome(
                of: tests.answerer(model, toolbox: Toolbox([time], executor: executor)))
            #expect(outcome.text == "Enough.")
            #expect(model.requests.map(\.mayCallTools) == [true, true, true, true, false])
        }

        @Test("asks again when a round fails before anything was said")
        func retriesRounds() async {
            let executor = ScriptedTools { _ in "9" }
            let model = ScriptedModel([.call("time")], [.fault(.serverFailed(status: 500))], [.text("Nine.")])
            let outcome = await tests.outcome(
                of: tests.answerer(model, toolbox: Toolbox([time], executor: executor)))
            #expect(outcome == Outcome(parts: [.text("Nine.")]))
        }
    }
}

/// How long somebody would have waited.
final class Waits: Sendable {
    private let durations = Mutex<[Duration]>([])
    var all: [Duration] { durations.withLock { $0 } }
    func append(_ duration: Duration) { durations.withLock { $0.append(duration) } }
}

/// Knows the same about every question it knows anything about.
final class FixedKnowledge: KnowledgeSource {
    private let found: [RankedPassage]
    private let isKnown: @Sendable (String) -> Bool
    private let asked = Mutex<[String]>([])

    init(_ found: [RankedPassage], when isKnown: @escaping @Sendable (String) -> Bool = { _ in true }) {
        self.found = found
        self.isKnown = isKnown
    }

    var questions: [String] { asked.withLock { $0 } }

    func passages(for question: String, persona: String, limit: Int) async -> [RankedPassage] {
        asked.withLock { $0.append(question) }
        return isKnown(question) ? Array(found.prefix(limit)) : []
    }

    func keywords(persona: String, limit: Int) async -> [String] { [] }
}

struct ScriptedTools: ToolExecutor {
    let body: @Sendable (ToolCall) throws -> String
    init(_ body: @escaping @Sendable (ToolCall) throws -> String) { self.body = body }
    func execute(_ call: ToolCall, for question: Question) async throws -> String { try body(call) }
}

extension Question {
    static let hello = Question(text: "Hello?", persona: Persona(), language: "en")
}

extension RankedPassage {
    static func passage(_ id: Int64, _ text: String, score: Double = 0.9) -> RankedPassage {
        RankedPassage(passage: Passage(id: id, document: "d", title: "Guide", text: text), score: score)
    }
}
