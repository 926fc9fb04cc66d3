internal import Conversation
internal import Core
internal import Foundation
internal import Knowledge
internal import Speech
internal import Stage
internal import Storage

/// The session's side of its conversation: executes what ``TurnState`` decides.
extension Session {
    /// One event at a time: what follows from an effect is decided when the effects before it are carried out.
    func converse(_ event: TurnEvent) {
        turnEvents.append(event)
        guard turnEvents.count == 1 else { return }
        while let next = turnEvents.first {
            for effect in turns.apply(next, at: age) { carryOut(effect) }
            turnEvents.removeFirst()
        }
        wakeInTime()
    }

    private func carryOut(_ effect: TurnEffect) {
        switch effect {
        case .think(let id, let question, let history): think(id, question, history)
        case .prepare(let id): prepared[id] = SpeechStream(answer(id).begun())
        case .stop(let id):
            thoughts.removeValue(forKey: id)?.cancel()
            forget(id)
        case .speak(let id): speak(id)
        case .write(let id, let text): answerText(id).input.yield(text)
        case .finish(let id): answerText(id).input.finish()
        case .say(let id, let kind, let text): say(id, kind, text)
        case .interrupt(let interrupter):
            stage.interrupt()
            equipment.metrics.count(
                "visavis_interruptions_total", "Times that speech was broken off, by what.",
                labels: ["by": interrupter.rawValue])
        case .hold(let isHeld): stage.hold(isHeld)
        case .attend(let isListening): stage.attend(isListening)
        case .listen(let speaker, let isOpen): listen(to: speaker, isOpen)
        case .tell(let notice): pass(on: notice)
        case .store(let line): writeDown(line)
        }
    }

    // MARK: Thinking

    private func think(_ id: String, _ text: String, _ history: [Turn]) {
        let conversation = card.conversation
        let question = Question(
            text: text, history: history, persona: conversation.persona, variables: conversation.variables,
            language: language, session: card.id)
        let answerer = self.answerer
        let thought = Task {
            do {
                for try await part in answerer.answer(question) {
                    if Task.isCancelled { return }
                    converse(.thought(id: id, part))
                }
                if !Task.isCancelled { converse(.thoughtEnded(id: id)) }
            } catch {
                if Task.isCancelled { return }
                let fault = error as? ProviderError
                converse(.thoughtFailed(id: id, fault ?? ProviderError(.thinking, answerer.name, .cut)))
            }
            thoughts[id] = nil
        }
        thoughts[id] = thought
        jobs.yield(.thought(thought))
    }

    // MARK: Speaking

    /// Text of an answer on its way to the voice.
    struct AnswerText: Sendable {
        let output: AsyncThrowingStream<String, any Error>
        /// Bounded by ``TurnSettings/answerLimit``.
        let input: AsyncThrowingStream<String, any Error>.Continuation
    }

    private func answerText(_ id: String) -> AnswerText {
        if let text = answerTexts[id] { return text }
        let (output, input) = AsyncThrowingStream.makeStream(of: String.self, throwing: (any Error).self)
        let text = AnswerText(output: output, input: input)
        answerTexts[id] = text
        return text
    }

    func forget(_ id: String) {
        answerTexts.removeValue(forKey: id)?.input.finish()
        answerVoices[id] = nil
        prepared[id] = nil
    }

    private func speak(_ id: String) {
        let utterance = UtteranceID(id)
        if !board.contains(utterance) { board.add(utterance) }
        stage.say(utterance, prepared.removeValue(forKey: id) ?? SpeechStream(answer(id)))
    }

    /// The sound of an answer's text, which is still being written.
    private func answer(_ id: String) -> SpokenAnswer {
        let voice = answerVoices[id] ?? card.voice
        noteIgnored(of: voice)
        return SpokenAnswer(
            text: answerText(id).output, voice: voice, fallback: equipment.voices.fallback(for: voice),
            speech: equipment.voices,
            apology: { _ in nil }, onFault: { [weak self] in self?.noteFault($0, of: id) },
            onMilestone: { [weak self] in
                if $0 == .sound { Task { await self?.converse(.audioMade(id: id)) } }
            })
    }

    nonisolated func noteFault(_ error: ProviderError, of id: String) {
        // What became of its thinking the conversation knows already.
        guard error.part == .speaking else { return }
        Task { await converse(.fault(error, id: id)) }
    }

    private func say(_ id: String, _ kind: OwnWords, _ text: String) {
        ownWords.insert(id)
        board.add(UtteranceID(id))
        let speech = SpokenAnswer(
            text, voice: card.voice, fallback: equipment.voices.fallback(for: card.voice), speech: equipment.voices,
            onFault: { [weak self] in self?.noteFault($0, of: id) })
        stage.say(UtteranceID(id), SpeechStream(speech))
    }

    /// Opens the conversation with its first viewer.
    func greet() {
        let conversation = card.conversation
        let opening = PersonaText(conversation.opening ?? conversation.persona.opening)
        converse(.say(.opening, text: opening.filled(with: conversation.variables)))
    }

    /// The session is about to end in good order.
    func takeLeave() {
        let goodbye = PersonaText(card.conversation.persona.goodbye)
        converse(.say(.goodbye, text: goodbye.filled(with: card.conversation.variables)))
    }

    // MARK: Telling

    private func pass(on notice: TurnNotice) {
        switch notice {
        case .userStarted, .userTurnEnded: advance(.activity)
        case .fault(let error, _):
            equipment.metrics.count(
                "visavis_conversation_faults_total", "What failed in conversations, by part and fault.",
                labels: ["fault": error.name])
            equipment.log(
                .warning, "conversation fault",
                ["session": card.id, "fault": error.name, "provider": error.provider])
        case .latency(_, let latency):
            for (stage, time) in latency.stages {
                equipment.metrics.observe(
                    "visavis_turn_seconds", "From the end of a visitor's speech to each stage of the answer.",
                    labels: ["stage": stage], time / .seconds(1))
            }
        default: break
        }
        tell(SessionEvent(notice, countDown: life.idleIn(at: age) ?? .zero))
    }

    private func writeDown(_ line: SpokenLine) {
        let conversation = equipment.conversation
        guard conversation.settings.keepsTranscripts, conversation.transcripts != nil else { return }
        let sources = line.sources.map { ranked in
            TranscriptSource(
                document: ranked.passage.document, title: ranked.passage.title, headings: ranked.passage.headings,
                url: ranked.passage.url, score: ranked.score)
        }
        newLine.yield(
            TranscriptEntry(
                session: card.id, persona: card.conversation.persona.id, role: line.role.rawValue, text: line.text,
                saidAt: card.createdAt.addingTimeInterval(line.at / .seconds(1)), sinceStart: line.at, task: line.id,
                sources: sources, isInterrupted: line.isInterrupted))
    }

    /// Writes the transcript, line by line, until the session has ended.
    func keepTranscript() async {
        for await line in spokenLines {
            do { try await equipment.conversation.transcripts?.append(line) } catch {
                equipment.log(.error, "transcript could not be written", ["session": card.id, "reason": "\(error)"])
            }
        }
    }

    // MARK: The clock

    /// Comes back when the conversation has something due.
    private func wakeInTime() {
        guard turns.deadline != wakingAt else { return }
        wakingAt = turns.deadline
        waking?.cancel()
        waking = nil
        guard let wakingAt else { return }
        let (clock, wait) = (equipment.clock, max(.zero, wakingAt - age))
        waking = Task { [weak self] in
            do { try await clock.sleep(wait) } catch { return }
            await self?.wake(wakingAt)
        }
    }

    private func wake(_ time: Duration) {
        guard wakingAt == time else { return }
        wakingAt = nil
        converse(.tick)
    }

    /// Ends the conversation with its session.
    func endConversation() {
        converse(.sessionEnds)
        waking?.cancel()
        for thought in thoughts.values { thought.cancel() }
        for id in answerTexts.keys { answerTexts[id]?.input.finish() }
        prepared = [:]
        for ear in ears.values { ear.close() }
        newLine.finish()
    }
}
