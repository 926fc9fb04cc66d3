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
        let voice = task.voice ?? card.voice
        let text = task.kind == .talk ? Deferral.sentence(in: voice.language) : task.text
        let speech: SpeechStream
        do { speech = try equipment.voices.speech(of: text, voice: voice) } catch { throw .speech(error) }
        equipment.metrics.count("visavis_tasks_total", "Speech tasks.", labels: ["type": task.kind.rawValue])
        advance(.activity)
        switch admission {
        case .hold:
            if let oldest = board.hold(task.id, speech, limit: limits.waitingCommands) {
                let error = SessionError.queueFull(limit: limits.waitingCommands)
                _ = board.finish(oldest, .failure(error))
                tell(.error(error, task: oldest))
            }
        case .deliver:
            guard board.count < limits.tasks else { throw .queueFull(limit: limits.tasks) }
            board.add(task.id)
            stage.say(task.id, speech)
        }
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

    /// Stops the speech and empties the queue; also those tasks that wait for the first viewer.
    package func interrupt() throws(SessionError) {
        let admission = try life.admitCommand()
        advance(.activity)
        for (id, _) in board.release() { finish(id, SpeechEnd(reason: .interrupted, spoken: .zero, words: [])) }
        if admission == .deliver { stage.interrupt() }
    }

    /// Shows that the avatar listens, or no longer.
    package func attend(_ isListening: Bool) throws(SessionError) {
        let admission = try life.admitCommand()
        advance(.activity)
        attention = isListening
        if admission == .deliver { stage.attend(isListening) }
    }

    /// The stage's events, until it or the session ends.
    func followStage() async {
        for await event in stage.events {
            switch event {
            case .speechStarted(let id):
                advance(.speechBegan)
                board.begin(id)
                tell(.talkingStarted(id))
            case .caption(let id, let text): tell(.talking(id, text: text))
            case .speechEnded(let id, let end): finish(id, end)
            case .failed(let reason):
                equipment.log(.error, "stage failed", ["session": card.id, "reason": reason])
                tell(.error(.failed(reason: "the picture can no longer be made"), task: nil))
                advance(.stop(.failed))
            }
        }
    }

    private func finish(_ id: UtteranceID, _ end: SpeechEnd) {
        guard let hasBegun = board.finish(id, .success(end)) else { return }
        if hasBegun {
            advance(.speechFinished)
            tell(.textEnded(id))
            tell(.talkingStopped(id, spoken: end.spoken))
        } else if end.reason == .interrupted {
            tell(.taskDropped(id))
        }
        if case .failed(let reason) = end.reason {
            equipment.log(.warning, "speech failed", ["session": card.id])
            tell(.error(.failed(reason: reason), task: id))
        }
    }
}
