internal import Core
internal import Knowledge

extension TurnState {
    mutating func noteAudio(_ id: String) {
        if let index = utterances.firstIndex(where: { $0.id == id }) {
            utterances[index].firstAudio = utterances[index].firstAudio ?? now
        } else if let speaker = hearings.first(where: { $0.value.guess?.id == id })?.key {
            hearings[speaker]?.guess?.firstAudio = now
        }
    }

    mutating func begin(_ id: String) {
        guard let index = utterances.firstIndex(where: { $0.id == id }), !utterances[index].hasBegun else { return }
        utterances[index].beganAt = now
        tell(.avatarStarted(id: id))
        let answer = utterances[index]
        guard answer.isAnswer, !answer.isBroken else { return }
        tell(.latency(id: id, latency(of: answer)))
    }

    private func latency(of answer: Utterance) -> TurnLatency {
        func since(_ time: Duration?) -> Duration? { time.map { max(.zero, $0 - answer.asked) } }
        return TurnLatency(
            endpoint: since(answer.timing?.decided), transcript: since(answer.timing?.transcribed),
            firstText: since(answer.firstText), firstAudio: since(answer.firstAudio),
            firstSample: max(.zero, now - answer.asked), beganWithFiller: !answer.filler.isEmpty)
    }

    mutating func caption(_ id: String, _ text: String) {
        guard let index = utterances.firstIndex(where: { $0.id == id }), utterances[index].hasBegun else { return }
        utterances[index].captions += text
        tell(.avatarTalking(id: id, text: text))
    }

    mutating func finish(_ id: String, _ end: UtteranceEnd) {
        guard let index = utterances.firstIndex(where: { $0.id == id }) else { return }
        let utterance = utterances.remove(at: index)
        if utterance.isThinking && !utterance.isBroken { act(.stop(id: id)) }
        if utterance.hasBegun {
            tell(.avatarTextEnded(id: id))
            let isInterrupted = end.reason == .interrupted
            tell(
                .avatarStopped(
                    id: id, spoken: end.spoken, isInterrupted: isInterrupted,
                    lastWord: isInterrupted ? end.words.last?.trimmingWhitespace() : nil))
        } else if end.reason == .interrupted {
            tell(.dropped(id: id))
        }
        if case .failed(let reason) = end.reason { tell(.speechFailed(id: id, reason: reason)) }
        remember(utterance, heard(utterance, end), isWhole: end.reason == .spoken)
        if utterance.isThinking && !utterance.isBroken { thinkOn() }
    }

    /// As far as is known, and with the filler.
    private func heard(_ utterance: Utterance, _ end: UtteranceEnd) -> String {
        guard utterance.hasBegun else { return "" }
        let captions = utterance.captions.isEmpty ? utterance.text : utterance.captions
        if end.reason == .spoken { return captions.trimmingWhitespace() }
        // Where a voice knows no words, a second and more of it stands for its captions.
        if end.words.isEmpty { return end.spoken < .seconds(1) ? "" : utterance.captions.trimmingWhitespace() }
        return HeardText.of(captions, words: end.words)
    }

    private mutating func remember(_ utterance: Utterance, _ heard: String, isWhole: Bool) {
        var told = heard
        let filler = utterance.filler.trimmingWhitespace()
        if !filler.isEmpty {
            if told.hasPrefix(filler) {
                told = told.dropFirst(filler.count).trimmingWhitespace()
            } else if filler.hasPrefix(told) {
                told = ""
            }
        }
        if let index = lines.lastIndex(where: { $0.utterance == utterance.id }) {
            if told.isEmpty {
                lines.remove(at: index)
            } else {
                lines[index].turn.text = isWhole ? told : told + Self.interruptionMark
            }
        }
        guard !heard.isEmpty, let beganAt = utterance.beganAt else { return }
        act(
            .store(
                SpokenLine(
                    role: .avatar, text: heard, id: utterance.id, at: beganAt, sources: utterance.sources,
                    isInterrupted: !isWhole)))
    }

    /// Behind what a model is told she said, where she was broken off.
    package static let interruptionMark = " —"

    // MARK: The clock

    /// When something is due that only a `tick` brings; nil when nothing is.
    package var deadline: Duration? {
        guard !isOver else { return nil }
        return ([fillerDue, silenceDue, holder?.until] + hearings.values.map(\.until)).compactMap(\.self).min()
    }

    /// Of the answer that comes next, while nothing else is heard.
    private var fillerDue: Duration? {
        guard let after = settings.fillerAfter, !settings.fillers.isEmpty, hearings.isEmpty,
            let next = utterances.first(where: { !$0.isBroken }), !next.hasBegun, next.filler.isEmpty,
            next.text.isEmpty, case .runs(let since) = next.thinking
        else { return nil }
        return max(next.asked + after, since)
    }

    private var silenceDue: Duration? {
        guard let after = settings.silenceAfter, silences < settings.silenceTimes else { return nil }
        return quietSince.map { $0 + after }
    }

    mutating func tick() {
        if let holder, holder.until <= now { letGo() }
        for (speaker, hearing) in hearings.sorted(by: { $0.key < $1.key }) where hearing.until <= now {
            if pushing == speaker { pushing = nil }
            endWithoutWords(speaker)
        }
        if let due = fillerDue, due <= now, let index = utterances.firstIndex(where: { !$0.isBroken }) {
            let filler = settings.fillers[fillers % settings.fillers.count] + " "
            fillers += 1
            utterances[index].filler = filler
            act(.write(id: utterances[index].id, text: filler))
        }
        if let due = silenceDue, due <= now {
            silences += 1
            quietSince = now
            tell(.userSilence(times: silences))
            if !settings.silencePrompts.isEmpty {
                say(.silence, settings.silencePrompts[(silences - 1) % settings.silencePrompts.count])
            }
        }
    }

    /// The session is over: everything that has begun ends.
    mutating func close() {
        for speaker in hearings.keys.sorted() {
            dropGuess(of: speaker)
            if let hearing = hearings[speaker], hearing.isTold { tell(.userStopped(turn: hearing.turn)) }
        }
        hearings = [:]
        for utterance in utterances {
            if utterance.isThinking && !utterance.isBroken { act(.stop(id: utterance.id)) }
            if let beganAt = utterance.beganAt {
                tell(.avatarTextEnded(id: utterance.id))
                tell(.avatarStopped(id: utterance.id, spoken: now - beganAt, isInterrupted: true))
                remember(utterance, utterance.captions.trimmingWhitespace(), isWhole: false)
            }
        }
        utterances = []
        isOver = true
    }
}
