internal import Core

extension TurnState {
    mutating func hear(_ event: HeardEvent, from speaker: Speaker) {
        guard !muted.contains(speaker) else {
            if event.isLast { muted.remove(speaker) }
            return
        }
        // What interrupts her ends the hold behind the interruption, or a moment of her voice would slip out.
        if holder?.speaker == speaker, event != .maybe, event != .bargeIn { letGo() }
        guard hearings[speaker] != nil || open(speaker, for: event) else { return }
        hearings[speaker]?.until = now + TurnSettings.hearingLimit
        switch event {
        case .maybe: break
        case .started:
            dropGuess(of: speaker)
            if !isAudible || !settings.isInterruptible { announce(speaker) }
        case .partial(let text): listen(to: text, from: speaker)
        case .provisional(let text): guess(text, of: speaker)
        case .stopped: hearings[speaker]?.until = now + TurnSettings.transcriptLimit
        case .bargeIn:
            announce(speaker)
            if settings.isInterruptible { breakOff(by: .voice) }
        case .final(let text, let timing): endTurn(of: speaker, text.trimmingWhitespace(), timing)
        case .backChannel, .noWords: endWithoutWords(speaker)
        case .failed(let error):
            report(error, nil)
            let carried = hearings[speaker]?.carried ?? ""
            endWithoutWords(speaker)
            if carried.isEmpty && !hasMoreToSay { say(.apology, settings.apology) }
        }
    }

    /// Begins a turn if `event` is one that begins one, and the floor is free.
    private mutating func open(_ speaker: Speaker, for event: HeardEvent) -> Bool {
        switch event {
        case .maybe:
            hold(for: speaker)
            return false
        case .started, .bargeIn, .final, .failed: break
        case .partial, .provisional, .stopped, .backChannel, .noWords: return false
        }
        guard isFloorFree(for: speaker) else {
            if !event.isLast { muted.insert(speaker) }
            return false
        }
        openTurn(of: speaker)
        return true
    }

    /// Her voice waits: to fall silent at a word that was none would be as wrong as to talk over one that was.
    private mutating func hold(for speaker: Speaker) {
        guard settings.isInterruptible, isAudible, holder == nil, isFloorFree(for: speaker) else { return }
        holder = (speaker, now + TurnSettings.holdLimit)
        act(.hold(true))
    }

    mutating func letGo() {
        guard holder != nil else { return }
        holder = nil
        act(.hold(false))
    }

    func isFloorFree(for speaker: Speaker) -> Bool {
        !settings.hasOneFloor || hearings.keys.allSatisfy { $0 == speaker }
    }

    mutating func openTurn(of speaker: Speaker) {
        hearings[speaker] = UserTurn(turn: newID(), startedAt: now, until: now + TurnSettings.hearingLimit)
    }

    mutating func announce(_ speaker: Speaker) {
        guard let hearing = hearings[speaker], !hearing.isTold else { return }
        hearings[speaker]?.isTold = true
        silences = 0
        tell(.userStarted(turn: hearing.turn))
    }

    private mutating func listen(to text: String, from speaker: Speaker) {
        guard let hearing = hearings[speaker], !text.trimmingWhitespace().isEmpty else { return }
        if let guess = hearing.guess, !HeardText.isSame(guess.question, joined(hearing.carried, text)) {
            dropGuess(of: speaker)
        }
        takeBack(for: speaker)
        if hearing.isTold { tell(.userPartial(turn: hearing.turn, text: text)) }
    }

    /// The speaker goes on before anything of the answer was heard: it was no end. What comes now belongs to the same
    /// question.
    private mutating func takeBack(for speaker: Speaker) {
        guard let hearing = hearings[speaker], hearing.isTold, hearing.carried.isEmpty, !isAudible else { return }
        let waiting = utterances.filter { !$0.isBroken }
        guard waiting.count == 1, waiting[0].speaker == speaker, !waiting[0].hasBegun else { return }
        hearings[speaker]?.carried = waiting[0].question
        breakOff(by: .voice)
        forgetQuestion(of: waiting[0].id)
    }

    private mutating func guess(_ text: String, of speaker: Speaker) {
        guard settings.thinksAhead, !text.trimmingWhitespace().isEmpty, let hearing = hearings[speaker] else { return }
        let question = joined(hearing.carried, text)
        if let guess = hearing.guess {
            if HeardText.isSame(guess.question, question) { return }
            dropGuess(of: speaker)
        }
        // What she is saying or going to say would belong to the history, and may yet be broken off.
        guard !hasMoreToSay, hearing.guesses < TurnSettings.guesses else { return }
        var answer = Utterance(id: newID(), kind: .answer, question: question, speaker: speaker)
        answer.thinking = .runs(since: now)
        hearings[speaker]?.guess = answer
        hearings[speaker]?.guesses += 1
        act(.think(id: answer.id, question: question, history: history(lines[...])))
        act(.prepare(id: answer.id))
    }

    mutating func dropGuess(of speaker: Speaker) {
        guard let guess = hearings[speaker]?.guess else { return }
        hearings[speaker]?.guess = nil
        act(.stop(id: guess.id))
    }

    private mutating func endTurn(of speaker: Speaker, _ text: String, _ timing: HeardTiming) {
        guard let hearing = hearings[speaker], !text.isEmpty else { return endWithoutWords(speaker) }
        announce(speaker)
        takeBack(for: speaker)
        let carried = hearings[speaker]?.carried ?? ""
        // Words over her speech that nobody took for an interruption are one all the same.
        if settings.isInterruptible && isAudible { breakOff(by: .voice) }
        tell(.userTalking(turn: hearing.turn, text: text))
        tell(.userStopped(turn: hearing.turn))
        tell(.userTurnEnded(turn: hearing.turn, text: text))
        act(.store(SpokenLine(role: .user, text: text, id: hearing.turn, at: hearing.startedAt)))
        let question = joined(carried, text)
        var answer = Utterance(id: "", kind: .answer)
        if let guess = hearing.guess, HeardText.isSame(guess.question, question), !hasMoreToSay {
            answer = guess
        } else {
            dropGuess(of: speaker)
            answer = Utterance(id: newID(), kind: .answer, question: question, speaker: speaker, thinking: .waits)
        }
        hearings[speaker] = nil
        answer.timing = timing
        commit(answer, turn: hearing.turn)
    }

    mutating func endWithoutWords(_ speaker: Speaker) {
        guard let hearing = hearings[speaker] else { return }
        dropGuess(of: speaker)
        hearings[speaker] = nil
        if hearing.isTold { tell(.userStopped(turn: hearing.turn)) }
        // Nothing was added to the question after all.
        guard !hearing.carried.isEmpty else { return }
        commit(
            Utterance(id: newID(), kind: .answer, question: hearing.carried, speaker: speaker, thinking: .waits),
            turn: hearing.turn)
    }

    mutating func leave(_ speaker: Speaker) {
        muted.remove(speaker)
        if pushing == speaker { pushing = nil }
        if holder?.speaker == speaker { letGo() }
        endWithoutWords(speaker)
    }

    // MARK: Push-to-talk

    mutating func push(_ speaker: Speaker) {
        guard settings.isPushToTalk, isFloorFree(for: speaker), pushing == nil || pushing == speaker else {
            return tell(.pushToTalk(.startFailed))
        }
        tell(.pushToTalk(.started))
        guard pushing == nil else { return }
        pushing = speaker
        muted.remove(speaker)
        if hearings[speaker] == nil { openTurn(of: speaker) }
        announce(speaker)
        if settings.isInterruptible { breakOff(by: .voice) }
        act(.listen(speaker, true))
    }

    mutating func release(_ speaker: Speaker) {
        guard pushing == speaker else { return tell(.pushToTalk(.stopFailed)) }
        pushing = nil
        hearings[speaker]?.until = now + TurnSettings.transcriptLimit
        act(.listen(speaker, false))
        tell(.pushToTalk(.stopped))
    }

    private func joined(_ one: String, _ other: String) -> String {
        (one + " " + other.trimmingWhitespace()).trimmingWhitespace()
    }
}
