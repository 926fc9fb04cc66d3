internal import Core
internal import Speech

/// Speaks clause after clause, in the fallback voice once the first one failed.
struct AnswerSpeaker: ~Copyable {
    private let answer: SpokenAnswer
    private let relay: Relay<SpeechChunk>
    private var clock = UtteranceClock()
    private var voice: VoiceChoice
    private var isFallback = false
    private var clauses = 0
    private var failures = 0
    /// Without a sound by itself: captions of the next clause.
    private var unspoken = ""
    private var hasSpoken = false
    private var lastError: (any Error)?

    /// In a row, without a voice to fall back on.
    private static let mostFailures = 3

    init(_ answer: SpokenAnswer, into relay: Relay<SpeechChunk>) {
        (self.answer, self.relay, voice) = (answer, relay, answer.voice)
    }

    mutating func speak(_ items: AsyncStream<AnswerReader.Item>) async {
        var isWanted = true
        for await item in items {
            switch item {
            case .clause(let text): isWanted = await say(text)
            case .fault(let fault):
                answer.onFault(fault)
                unspoken = ""
                if !hasSpoken, let apology = answer.apology(fault) { isWanted = await say(apology) }
            }
            guard isWanted, !Task.isCancelled, failures < Self.mostFailures else { break }
        }
        relay.finish(throwing: hasSpoken ? nil : lastError)
    }

    /// - Returns: False when nobody listens any more.
    private mutating func say(_ text: String) async -> Bool {
        if clauses == 0 { answer.onMilestone(.clause) }
        var clause = BrokenClause(unspoken + text)
        unspoken = ""
        clock.beginClause()
        do {
            return try await play(clause.text[...], of: &clause, hiding: 0)
        } catch SpeechError.nothingSpeakable {
            unspoken = clause.text
            return true
        } catch is CancellationError {
            return false
        } catch {
            if Task.isCancelled { return false }
            answer.onFault(Self.fault(error, voice: voice))
            lastError = error
        }
        return await sayRest(of: &clause)
    }

    private mutating func sayRest(of clause: inout BrokenClause) async -> Bool {
        let rest = clause.rest(after: clock.clauseSeconds)
        guard !isFallback, let fallback = answer.fallback, fallback != voice else {
            failures += 1
            return true
        }
        (voice, isFallback) = (fallback, true)
        if let tail = clock.endClause(), await !relay.send(tail, group: clauses) { return false }
        clock.beginClause()
        do {
            return try await play(rest, of: &clause, hiding: clause.shownCount(of: rest))
        } catch SpeechError.nothingSpeakable {
            return true
        } catch {
            if Task.isCancelled { return false }
            answer.onFault(Self.fault(error, voice: voice))
            lastError = error
            failures += 1
            return true
        }
    }

    /// - Parameter hidden: Characters at the beginning that captions have shown.
    private mutating func play(
        _ text: Substring, of clause: inout BrokenClause, hiding hidden: Int
    ) async throws -> Bool {
        var hidden = hidden
        var isSilent = true
        let stream = try answer.speech.speech(of: String(text), voice: voice, goesOn: Self.goesOn(text))
        for try await chunk in stream {
            clause.heard(chunk)
            var chunk = clock.place(chunk)
            let covered = min(hidden, chunk.text.count)
            chunk.text = String(chunk.text.dropFirst(covered))
            hidden -= covered
            if !chunk.audio.samples.isEmpty {
                if !hasSpoken { answer.onMilestone(.sound) }
                (isSilent, hasSpoken, failures) = (false, true, 0)
            }
            guard await relay.send(chunk, group: clauses) else { return false }
        }
        try Task.checkCancellation()
        if isSilent { throw ProviderError(.speaking, voice.id, .empty) }
        if let tail = clock.endClause(), await !relay.send(tail, group: clauses) { return false }
        clauses += 1
        return true
    }

    /// Cut between words: no rest belongs behind it.
    private static func goesOn(_ text: Substring) -> Bool {
        guard let last = text.last, last.isWhitespace, !last.isNewline else { return false }
        let mark = text.last { !$0.isWhitespace && !"\"')]”’»".contains($0) } ?? "."
        return !SentenceMark.isFinal(mark) && !SentenceMark.isPhrase(mark)
    }

    private static func fault(_ error: any Error, voice: VoiceChoice) -> ProviderError {
        if let fault = error as? ProviderError { return fault }
        let fault: ProviderError.Fault =
            switch error as? SpeechError {
            case .engineBusy: .busy
            case .engineMissing, .unknownVoice: .unreachable
            case .engineFailed: .cut
            case .textTooLong: .tooLarge
            default: .empty
            }
        return ProviderError(.speaking, voice.id, fault)
    }
}
