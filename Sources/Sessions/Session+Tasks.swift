internal import Conversation
internal import Core
internal import Speech
package import Stage

extension Session {
    /// Takes a task and returns at once. Before the first viewer it waits; when too many wait, the oldest gives way.
    ///
    /// - Throws: Errors of the text and the voice before anything is said.
    package func say(_ task: SpeechTask) throws(SessionError) {
        let admission = try life.admitCommand()
        guard !board.contains(task.id) else { throw .taskExists }
        try check(task)
        equipment.metrics.count("visavis_tasks_total", "Speech tasks.", labels: ["type": task.kind.rawValue])
        advance(.activity)
        switch admission {
        case .hold:
            if let oldest = board.hold(task, limit: limits.waitingCommands) {
                let error = SessionError.queueFull(limit: limits.waitingCommands)
                board.finish(oldest, .failure(error))
                tell(.error(error, task: oldest))
            }
        case .deliver:
            guard board.count < limits.tasks else { throw .queueFull(limit: limits.tasks) }
            board.add(task.id)
            deliver(task)
        }
    }

    /// Whether the task can be said. A question has to be speakable no more than it has to be answerable.
    private func check(_ task: SpeechTask) throws(SessionError) {
        let voice = task.voice ?? card.voice
        do throws(SpeechError) {
            switch task.kind {
            case .repeat: _ = try equipment.voices.speech(of: task.text, voice: voice)
            case .talk:
                guard !task.text.allSatisfy(\.isWhitespace) else { throw SpeechError.nothingSpeakable }
                guard task.text.count <= Self.questionLimit else {
                    throw SpeechError.textTooLong(characters: task.text.count, limit: Self.questionLimit)
                }
                if task.voice != nil { _ = try equipment.voices.speech(of: phrases.unknown, voice: voice) }
            }
        } catch {
            throw .speech(error)
        }
    }

    func deliver(_ task: SpeechTask) {
        let id = task.id.rawValue
        switch task.kind {
        case .talk:
            answerVoices[id] = voice(of: task)
            converse(.asked(id: id, text: task.text))
        case .repeat:
            do {
                let speech = try speech(of: task)
                converse(.queued(id: id, text: task.text))
                stage.say(task.id, speech)
            } catch {
                board.finish(task.id, .failure(.speech(error)))
                tell(.error(.speech(error), task: task.id))
            }
        }
    }

    private func voice(of task: SpeechTask) -> VoiceChoice {
        var voice = task.voice ?? card.voice
        voice.pronunciations = card.voice.pronunciations
        return voice
    }

    /// What a provider's voice does not say, a built-in one does.
    private func speech(of task: SpeechTask) throws(SpeechError) -> SpeechStream {
        let voice = voice(of: task)
        noteIgnored(of: voice)
        guard let fallback = equipment.voices.fallback(for: voice) else {
            return try equipment.voices.speech(of: task.text, voice: voice)
        }
        return SpeechStream(
            SpokenAnswer(
                task.text, voice: voice, fallback: fallback, speech: equipment.voices,
                onFault: { [weak self] in self?.noteFault($0, of: task.id.rawValue) }))
    }

    /// The same, and waits until it was said. When the caller is cancelled the task goes on.
    ///
    /// - Throws: ``SessionError/ended(_:)`` when the session ends before, ``SessionError/queueFull(limit:)`` when the
    ///   task gives way to newer ones.
    package func sayAndWait(_ task: SpeechTask) async throws(SessionError) -> SpeechEnd {
        try say(task)
        let id = task.id
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { board.wait(for: id, $0) }
        } onCancel: {
            Task { await self.abandon(id) }
        }
        return try outcome.get()
    }

    private func abandon(_ id: UtteranceID) { board.abandon(id) }

    /// Stops the speech and empties the queue; also those tasks that wait for the first viewer, and what is thought
    /// about. What a visitor is saying goes on.
    package func interrupt() throws(SessionError) {
        let admission = try life.admitCommand()
        advance(.activity)
        for task in board.release() {
            board.finish(task.id, .success(SpeechEnd(reason: .interrupted, spoken: .zero, words: [])))
            tell(.taskDropped(task.id))
        }
        if admission == .deliver { converse(.interrupt) }
    }

    /// Shows that the avatar listens, or no longer.
    package func attend(_ isListening: Bool) throws(SessionError) {
        let admission = try life.admitCommand()
        advance(.activity)
        attention = isListening
        if admission == .deliver { converse(.attention(isListening)) }
    }

    /// The stage's events, until it or the session ends.
    func followStage() async {
        for await event in stage.events {
            switch event {
            case .speechStarted(let id):
                if !ownWords.contains(id.rawValue) { advance(.speechBegan) }
                converse(.speechBegan(id: id.rawValue))
            case .caption(let id, let text):
                converse(.caption(id: id.rawValue, text: text))
            case .speechEnded(let id, let end): finish(id, end)
            case .failed(let reason):
                equipment.log(.error, "stage failed", ["session": card.id, "reason": reason])
                tell(.error(.failed(reason: "the picture can no longer be made"), task: nil))
                advance(.stop(.failed))
            }
        }
    }

    private func finish(_ id: UtteranceID, _ end: SpeechEnd) {
        if ownWords.remove(id.rawValue) == nil { advance(.speechFinished) }
        converse(.speechEnded(id: id.rawValue, UtteranceEnd(end)))
        forget(id.rawValue)
        board.finish(id, .success(end))
        if case .failed = end.reason { equipment.log(.warning, "speech failed", ["session": card.id]) }
    }

    /// Characters, as of a text to be said.
    private static let questionLimit = 10_000
}
