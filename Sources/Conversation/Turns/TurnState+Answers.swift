internal import Core
internal import Knowledge

extension TurnState {
    mutating func ask(_ id: String, _ text: String) {
        silences = 0
        if settings.talkInterrupts { breakOff(by: .talk) }
        act(.store(SpokenLine(role: .user, text: text, id: id, at: now)))
        commit(Utterance(id: id, kind: .answer, question: text, thinking: .waits), turn: nil)
    }

    mutating func queue(_ id: String, _ text: String) {
        add(Utterance(id: id, kind: .repeated, text: text))
    }

    mutating func say(_ kind: OwnWords, _ text: String) {
        guard !text.trimmingWhitespace().isEmpty else { return }
        let utterance = Utterance(id: newID(), kind: .own(kind), text: text)
        add(utterance)
        act(.say(id: utterance.id, kind, text: text))
    }

    private mutating func add(_ utterance: Utterance) {
        utterances.append(utterance)
        lines.append(Line(utterance: utterance.id, turn: Turn(role: .avatar, text: utterance.text)))
        // More than any model is given.
        if lines.count > 400 { lines.removeFirst(lines.count - 400) }
    }

    /// The answer takes its place among what she says, and is thought about when those before it are thought out.
    mutating func commit(_ answer: Utterance, turn: String?) {
        var answer = answer
        answer.asked = answer.timing?.spokeUntil ?? now
        lines.append(Line(utterance: nil, turn: Turn(role: .user, text: answer.question)))
        add(answer)
        act(.speak(id: answer.id))
        tell(.thinking(id: answer.id, turn: turn))
        if !answer.sources.isEmpty { tell(.sources(id: answer.id, answer.sources)) }
        thinkOn()
    }

    /// One answer at a time is thought about, so that each knows the ones before it.
    mutating func thinkOn() {
        guard let index = utterances.firstIndex(where: { $0.isThinking && !$0.isBroken }),
            case .waits = utterances[index].thinking
        else { return }
        utterances[index].thinking = .runs(since: now)
        let answer = utterances[index]
        // All that was said before the question, which stands right before the answer.
        let before = lines.prefix { $0.utterance != answer.id }.dropLast()
        act(.think(id: answer.id, question: answer.question, history: history(before)))
    }

    /// What a model is told; of what was dropped unheard there is nothing to tell.
    func history(_ lines: ArraySlice<Line>) -> [Turn] { lines.map(\.turn).filter { !$0.text.isEmpty } }

    /// Changes the answer of this id, wherever it is, while its text is wanted. False when it is not.
    @discardableResult
    private mutating func withAnswer(_ id: String, _ change: (inout Utterance) -> Void) -> Bool {
        if let index = utterances.firstIndex(where: { $0.id == id }) {
            guard utterances[index].isThinking, !utterances[index].isBroken else { return false }
            change(&utterances[index])
            return true
        }
        for (speaker, hearing) in hearings where hearing.guess?.id == id {
            guard hearing.guess?.isThinking == true, var guess = hearing.guess else { return false }
            change(&guess)
            hearings[speaker]?.guess = guess
            return true
        }
        return false
    }

    mutating func take(_ part: AnswerPart, of id: String) {
        switch part {
        case .sources(let passages):
            guard withAnswer(id, { $0.sources = passages }), !passages.isEmpty else { return }
            if utterances.contains(where: { $0.id == id }) { tell(.sources(id: id, passages)) }
        case .text(let text):
            guard !text.isEmpty else { return }
            let now = now
            var isLongEnough = false
            let isWanted = withAnswer(id) { answer in
                if !text.allSatisfy(\.isWhitespace) { answer.firstText = answer.firstText ?? now }
                answer.text += text
                isLongEnough = answer.text.count >= TurnSettings.answerLimit
            }
            guard isWanted else { return }
            act(.write(id: id, text: text))
            noteText(of: id)
            guard isLongEnough else { return }
            finishThinking(id)
            act(.stop(id: id))
        }
    }

    /// Text that waits to be heard is what later answers are told she says.
    private mutating func noteText(of id: String) {
        if let text = utterances.first(where: { $0.id == id })?.text { note(id, text) }
    }

    private mutating func note(_ id: String, _ text: String) {
        if let index = lines.lastIndex(where: { $0.utterance == id }) { lines[index].turn.text = text }
    }

    mutating func finishThinking(_ id: String) {
        var isEmpty = false
        let isWanted = withAnswer(id) { answer in
            isEmpty = answer.text.allSatisfy(\.isWhitespace)
            if !isEmpty { answer.thinking = .over }
        }
        guard isWanted else { return }
        if isEmpty { return failThinking(id, ProviderError(.thinking, "answerer", .empty)) }
        act(.finish(id: id))
        thinkOn()
    }

    mutating func failThinking(_ id: String, _ error: ProviderError) {
        // A guess that fails is as if it had never been made: the final transcript is asked about anew.
        if let speaker = hearings.first(where: { $0.value.guess?.id == id })?.key { return dropGuess(of: speaker) }
        var saysSorry = false
        let apology = settings.apology
        let isWanted = withAnswer(id) { answer in
            answer.thinking = .over
            saysSorry = answer.text.allSatisfy(\.isWhitespace) && !apology.isEmpty
            if saysSorry { answer.text = apology }
        }
        guard isWanted else { return }
        report(error, id)
        if saysSorry {
            act(.write(id: id, text: apology))
            noteText(of: id)
        }
        act(.finish(id: id))
        thinkOn()
    }

    /// - Parameter id: Of what is not announced nobody knows the name.
    mutating func report(_ error: ProviderError, _ id: String?) {
        let isGuess = hearings.values.contains { $0.guess?.id == id && id != nil }
        tell(.fault(error, id: isGuess ? nil : id))
    }

    /// Ends all she says and would say. What a visitor is saying goes on.
    mutating func breakOff(by interrupter: Interrupter) {
        guard hasMoreToSay else {
            // The stage may hold what this state has not heard of.
            if interrupter == .command { act(.interrupt(interrupter)) }
            return
        }
        for index in utterances.indices where !utterances[index].isBroken {
            utterances[index].isBroken = true
            // Until the stage has told which words were heard.
            let heard = utterances[index].captions.trimmingWhitespace()
            note(utterances[index].id, heard.isEmpty ? "" : heard + Self.interruptionMark)
            if utterances[index].isThinking { act(.stop(id: utterances[index].id)) }
        }
        act(.interrupt(interrupter))
    }

    /// Takes a question and its answer out of what later answers are told.
    mutating func forgetQuestion(of id: String) {
        guard let index = lines.lastIndex(where: { $0.utterance == id }) else { return }
        lines.remove(at: index)
        if index > 0, lines[index - 1].utterance == nil { lines.remove(at: index - 1) }
    }
}
