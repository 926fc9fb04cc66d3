internal import Conversation
internal import Stage

extension SessionEvent {
    /// - Parameter countDown: Until the session ends because nobody does anything.
    init(_ notice: TurnNotice, countDown: Duration) {
        self =
            switch notice {
            case .userStarted(let turn): .userStarted(turn: UtteranceID(turn))
            case .userPartial(let turn, let text): .userPartial(turn: UtteranceID(turn), text: text)
            case .userTalking(let turn, let text): .userTalking(turn: UtteranceID(turn), text: text)
            case .userStopped(let turn): .userStopped(turn: UtteranceID(turn))
            case .userTurnEnded(let turn, let text): .userTurnEnded(turn: UtteranceID(turn), text: text)
            case .userSilence(let times): .userSilence(times: times, countDown: countDown)
            case .pushToTalk(let answer): .pushToTalk(answer)
            case .thinking(let id, let turn): .thinking(UtteranceID(id), turn: turn.map { UtteranceID($0) })
            case .sources(let id, let passages): .sources(UtteranceID(id), passages)
            case .avatarStarted(let id): .talkingStarted(UtteranceID(id))
            case .avatarTalking(let id, let text): .talking(UtteranceID(id), text: text)
            case .avatarTextEnded(let id): .textEnded(UtteranceID(id))
            case .avatarStopped(let id, let spoken, let isInterrupted, let lastWord):
                .talkingStopped(UtteranceID(id), spoken: spoken, isInterrupted: isInterrupted, lastWord: lastWord)
            case .dropped(let id): .taskDropped(UtteranceID(id))
            case .latency(let id, let latency): .latency(UtteranceID(id), latency)
            case .fault(let error, let id): .conversationError(error, task: id.map { UtteranceID($0) })
            case .speechFailed(let id, let reason): .error(.failed(reason: reason), task: UtteranceID(id))
            }
    }
}

extension UtteranceEnd {
    init(_ end: SpeechEnd) {
        let reason: Reason =
            switch end.reason {
            case .spoken: .spoken
            case .interrupted: .interrupted
            case .failed(let reason): .failed(reason)
            }
        self.init(reason: reason, spoken: end.spoken, words: end.words)
    }
}
