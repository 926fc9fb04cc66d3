package import Conversation
internal import Core

extension Session {
    /// Sound of a speaker who is no WebRTC viewer; see ``newSpeaker()``.
    ///
    /// - Parameter samples: Mono, 16 kHz, any length at a time; heard from the first viewer to the session's end.
    package func hear(_ samples: [Int16], from speaker: Speaker) {
        guard life.state == .connected, let ear = ear(of: speaker, for: samples) else { return }
        ear.hear(samples)
    }

    /// For sound that comes another way than through a viewer's connection; ``leave(_:)`` gives it back.
    package func newSpeaker() -> Speaker {
        lastSpeaker -= 1
        return Speaker(lastSpeaker)
    }

    package func leave(_ speaker: Speaker) {
        fanOut.removeEar(of: speaker)
        ears.removeValue(forKey: speaker)?.close()
        converse(.speakerLeft(speaker))
    }

    /// Begins or ends a push to talk; the answer is an event.
    package func pushToTalk(_ isPushed: Bool, by speaker: Speaker) throws(SessionError) {
        _ = try life.admitCommand()
        advance(.activity)
        converse(isPushed ? .push(speaker) : .release(speaker))
    }

    /// What viewers are told, for one who has no data channel. The newest 256 are kept; ends with the session.
    package func listen() -> AsyncStream<SessionEvent> {
        let (events, listener) = AsyncStream.makeStream(of: SessionEvent.self, bufferingPolicy: .bufferingNewest(256))
        guard life.end == nil else {
            listener.finish()
            return events
        }
        lastListener += 1
        let number = lastListener
        listeners[number] = listener
        listener.onTermination = { [weak self] _ in Task { await self?.forgetListener(number) } }
        return events
    }

    private func forgetListener(_ number: Int) { listeners[number] = nil }

    /// The speaker's ear, made at the first sound; digital silence and the faintest noise make none.
    private func ear(of speaker: Speaker, for samples: [Int16]) -> (any Listening)? {
        if let ear = ears[speaker] { return ear }
        guard samples.contains(where: { $0.magnitude > Self.faintest }) else { return nil }
        return newEar(of: speaker)
    }

    private func newEar(of speaker: Speaker) -> (any Listening)? {
        guard let make = equipment.conversation.ear else { return nil }
        guard ears.count < equipment.conversation.settings.ears else {
            equipment.metrics.count("visavis_speakers_unheard_total", "Sound of speakers for whom no ear was left.")
            return nil
        }
        var card = card
        card.conversation.language = language
        let ear = make(card, keywords)
        ears[speaker] = ear
        fanOut.add(ear, of: speaker)
        jobs.yield(.ear(ear, speaker))
        return ear
    }

    func listen(to speaker: Speaker, _ isOpen: Bool) {
        if isOpen {
            (ears[speaker] ?? newEar(of: speaker))?.push()
        } else if let ear = ears[speaker] {
            ear.release()
        } else {
            converse(.heard(.noWords, speaker))
        }
    }

    /// What one ear hears, until it or the session ends.
    func follow(_ ear: any Listening, of speaker: Speaker) async {
        for await event in ear.events {
            guard ears[speaker] === ear else { return }
            converse(.heard(HeardEvent(event, at: age), speaker))
        }
    }

    func learnKeywords() async { keywords = await equipment.conversation.keywords(card) }

    /// −60 dB of full scale.
    private static let faintest: UInt16 = 33
}
