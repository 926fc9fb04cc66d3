import Core
import Speech
import Synchronization
import Testing

@testable import Conversation

struct SpokenAnswerTests {
    private static let scripted = VoiceChoice(id: "scripted", language: "en-US")
    private static let builtIn = VoiceChoice(id: "slt", language: "en-US")

    /// What an answer's speech came to.
    private struct Heard {
        var chunks: [SpeechChunk] = []
        var text: String { chunks.map(\.text).joined() }
        var words: [String] { chunks.flatMap { $0.pronunciation?.words.map(\.text) ?? [] } }
    }

    private final class Faults: Sendable {
        private let list = Mutex<[ProviderError]>([])
        var all: [ProviderError] { list.withLock { $0 } }
        func add(_ fault: ProviderError) { list.withLock { $0.append(fault) } }
    }

    private func fragments(_ text: [String], then error: ProviderError? = nil) -> AsyncThrowingStream<String, any Error>
    {
        AsyncThrowingStream { continuation in
            for text in text { continuation.yield(text) }
            continuation.finish(throwing: error)
        }
    }

    private func hear(
        _ text: AsyncThrowingStream<String, any Error>, voice: VoiceChoice = scripted,
        fallback: VoiceChoice? = builtIn, source: ScriptedVoice, faults: Faults = Faults(), apology: String? = nil
    ) async throws -> Heard {
        let answer = SpokenAnswer(
            text: text, voice: voice, fallback: fallback, speech: source, apology: { _ in apology },
            onFault: { faults.add($0) })
        var heard = Heard()
        for try await chunk in answer {
            let expected = heard.chunks.last.map { $0.firstSample + $0.audio.samples.count } ?? 0
            #expect(chunk.firstSample == expected)
            #expect(chunk.audio.sampleRate == heard.chunks.first?.audio.sampleRate ?? chunk.audio.sampleRate)
            heard.chunks.append(chunk)
        }
        return heard
    }

    @Test("fragments become clauses, captions the prose, sound one clock at the voice's rate")
    func whole() async throws {
        let source = ScriptedVoice()
        let heard = try await hear(
            fragments(["We **op", "en** at nine now 🙂, and", " we close at", " six. Do", " come ", "by!"]),
            source: source)
        #expect(source.asked.map(\.text) == ["We open at nine now 🙂, ", "and we close at six. ", "Do come by!"])
        #expect(
            heard.text.split(separator: " ").joined(separator: " ")
                == "We open at nine now 🙂, and we close at six. Do come by!")
        #expect(heard.chunks.allSatisfy { $0.audio.sampleRate == 24_000 })
        let phones = heard.chunks.flatMap { $0.pronunciation?.phones ?? [] }
        #expect(zip(phones, phones.dropFirst()).allSatisfy { abs($0.end - $1.start) < 1e-6 })
    }

    @Test("a text that breaks off is spoken as far as it came, then the fault is told, and nothing is said about it")
    func brokenText() async throws {
        let faults = Faults()
        let cut = ProviderError(.thinking, "model", .cut)
        let heard = try await hear(
            fragments(["We open at nine. And we clo"], then: cut), source: ScriptedVoice(), faults: faults,
            apology: "Sorry, something went wrong.")
        #expect(heard.words == ["We", "open", "at", "nine.", "And", "we", "clo"])
        #expect(faults.all == [cut])
    }

    @Test("when there is no text at all the apology is spoken", arguments: [nil, ProviderError.Fault.unauthorized])
    func noText(fault: ProviderError.Fault?) async throws {
        let faults = Faults()
        let error = fault.map { ProviderError(.thinking, "model", $0) }
        let heard = try await hear(
            fragments(["🙂 "], then: error), source: ScriptedVoice(), faults: faults, apology: "Sorry, please ask again."
        )
        #expect(heard.words == ["Sorry,", "please", "ask", "again."])
        #expect(faults.all.map(\.fault) == [fault ?? .empty])
    }

    @Test("a voice that fails in mid sentence is followed by the fallback voice from the word where it stopped")
    func brokenVoice() async throws {
        let faults = Faults()
        let source = ScriptedVoice(.init(words: 5))
        let heard = try await hear(
            fragments(["We open the door at nine in the morning. Do come by."]), source: source, faults: faults)
        #expect(
            heard.words == ["We", "open", "the", "door", "at", "nine", "in", "the", "morning.", "Do", "come", "by."])
        #expect(
            source.asked.map(\.voice) == ["scripted", "slt", "slt"]
                && source.asked[1].text.hasPrefix("nine in the morning."))
        #expect(faults.all == [ProviderError(.speaking, "scripted", .cut)])
        #expect(heard.text.filter { !$0.isWhitespace } == "Weopenthedooratnineinthemorning.Docomeby.")
        let words = heard.chunks.flatMap { $0.pronunciation?.words ?? [] }
        #expect(zip(words, words.dropFirst()).allSatisfy { $0.end <= $1.start + 1e-6 })
    }

    @Test("where a voice tells no words, few are said twice and none is left out")
    func brokenWordlessVoice() async throws {
        let source = ScriptedVoice(.init(words: 10, tellsWords: false))
        _ = try await hear(
            fragments(["We open the wooden door at nine in the early morning and close it at six."]), source: source)
        let rest = try #require(source.asked.dropFirst().first?.text)
        #expect(rest.hasPrefix("the wooden") || rest.hasPrefix("door") || rest.hasPrefix("wooden"))
    }

    @Test("a voice that refuses at once is replaced for the whole answer, and told once")
    func refusedVoice() async throws {
        let faults = Faults()
        let refusal = ProviderError(.speaking, "scripted", .unauthorized)
        let heard = try await hear(
            fragments(["One sentence here. Another one."]), source: ScriptedVoice(.init(words: 0, fault: refusal)),
            faults: faults)
        #expect(heard.words == ["One", "sentence", "here.", "Another", "one."])
        #expect(faults.all == [refusal])
        #expect(heard.chunks.allSatisfy { $0.audio.sampleRate == 16_000 })
    }

    @Test("without a voice to fall back on the failure ends the speech")
    func noFallback() async throws {
        let refusal = ProviderError(.speaking, "scripted", .serverFailed(status: 500))
        await #expect(throws: refusal) {
            try await hear(
                fragments(["One here. Two here. Three here. Four here."]), fallback: nil,
                source: ScriptedVoice(.init(words: 0, fault: refusal)))
        }
    }

    @Test("the first clause is spoken while the text is still being written")
    func early() async throws {
        let (text, writer) = AsyncThrowingStream.makeStream(of: String.self)
        let answer = SpokenAnswer(
            text: text, voice: Self.scripted, fallback: nil, speech: ScriptedVoice(), apology: { _ in nil },
            onFault: { _ in })
        var iterator = answer.makeAsyncIterator()
        writer.yield("Yes, of course we do, and")
        for word in ["Yes, ", "of ", "course ", "we ", "do, "] { #expect(try await iterator.next()?.text == word) }
        writer.yield(" more.")
        writer.finish()
        #expect(try await iterator.next()?.text == "and ")
        #expect(try await iterator.next()?.text == "more. ")
        #expect(try await iterator.next() == nil)
    }

    @Test("a writer's pause speaks what is there")
    func pause() async throws {
        let (text, writer) = AsyncThrowingStream.makeStream(of: String.self)
        var settings = SpokenAnswer.Settings()
        settings.sleep = { _ in }
        let answer = SpokenAnswer(
            text: text, voice: Self.scripted, fallback: nil, speech: ScriptedVoice(), apology: { _ in nil },
            onFault: { _ in }, settings: settings)
        var iterator = answer.makeAsyncIterator()
        writer.yield("Let me look it u")
        for word in ["Let ", "me ", "look ", "it "] { #expect(try await iterator.next()?.text == word) }
        writer.finish()
        #expect(try await iterator.next()?.text == "u ")
    }

    @Test("at most one clause is synthesised ahead of the one that is being heard")
    func ahead() async throws {
        let source = ScriptedVoice()
        let answer = SpokenAnswer(
            "One here. Two here. Three here. Four here. Five here.", voice: Self.scripted, fallback: nil,
            speech: source, onFault: { _ in })
        var iterator = answer.makeAsyncIterator()
        #expect(try await iterator.next()?.text == "One ")
        #expect(source.asked.count <= 3)
        while try await iterator.next() != nil {}
        #expect(source.asked.count == 5)
    }

    @Test("dropping or cancelling the speech ends the text's stream", arguments: [true, false])
    func cancelled(byTask: Bool) async throws {
        let (ended, signal) = AsyncStream.makeStream(of: Void.self)
        let text = AsyncThrowingStream<String, any Error> { continuation in
            continuation.yield("Only this sentence comes, ")
            continuation.onTermination = { _ in signal.finish() }
        }
        let answer = SpokenAnswer(
            text: text, voice: Self.scripted, fallback: nil, speech: ScriptedVoice(), apology: { _ in nil },
            onFault: { _ in })
        if byTask {
            let (begun, first) = AsyncStream.makeStream(of: Void.self)
            let task = Task {
                for try await _ in answer { first.yield() }
            }
            for await _ in begun { break }
            task.cancel()
            try await task.value
        } else {
            var iterator: SpokenAnswer.Iterator? = answer.makeAsyncIterator()
            #expect(try await iterator?.next() != nil)
            iterator = nil
        }
        for await _ in ended {}
    }

    @Test("what matters for latency is told once and in order")
    func milestones() async throws {
        let told = Mutex<[SpokenAnswer.Milestone]>([])
        let answer = SpokenAnswer(
            text: fragments(["One here. ", "Two here."]), voice: Self.builtIn, fallback: nil, speech: Voices(),
            apology: { _ in nil }, onFault: { _ in },
            onMilestone: { milestone in told.withLock { $0.append(milestone) } })
        for try await _ in answer {}
        #expect(told.withLock { $0 } == [.text, .clause, .sound])
    }
}
