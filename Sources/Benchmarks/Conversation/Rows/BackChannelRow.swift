internal import Synchronization

/// Sounds of somebody who listens, while she speaks: she goes on to the end of her text.
extension ConversationBench {
    private static let sounds = 20

    func measureBackChannels(into report: inout BenchReport) async throws {
        let sounds = Array(try await backChannels().prefix(trials(Self.sounds)))
        let (stops, short, brokenOff) = try await server().run { _, client in
            let visitor = try await Visitor.open(client, avatar: options.avatar, seed: 1)
            do {
                let result = try await listen(visitor, with: sounds, client)
                await visitor.close()
                return result
            } catch {
                await visitor.close()
                throw error
            }
        }
        report.measure("stops by \(sounds.count) back-channels in a session", Double(stops), "", .exactly(0))
        report.explain("back-channels: texts that were not spoken to their end", Double(short), "")
        report.explain("back-channels: texts broken off before anybody spoke", Double(brokenOff), "")
    }

    private func listen(
        _ visitor: Visitor, with sounds: [VisitorSpeech], _ client: V1Client
    ) async throws -> (stops: Int, short: Int, brokenOff: Int) {
        let text = SpokenTexts.long[0]
        let whole = try await visitor.visit.say(text)
        try await visitor.visit.finished(whole.task)
        let length = duration(of: whole.task, visitor)
        var (stops, short) = (0, 0)
        for (number, sound) in sounds.enumerated() {
            progress(ConversationFigure.backchannels.title, Double(number) / Double(sounds.count))
            try await visitor.beginLecture(text, hasEcho: number % 2 == 1, number) { call in
                let before = try await client.metrics()
                _ = visitor.speak(sound)
                try await visitor.visit.finished(call.task)
                let after = try await client.metrics()
                let name = "visavis_interruptions_total"
                let isStopped = after.sum(name, label: "by=\"voice\"") > before.sum(name, label: "by=\"voice\"")
                if isStopped {
                    stops += 1
                    progress("stopped by \(sound.text)", nil)
                }
                if duration(of: call.task, visitor) < 0.95 * length { short += 1 }
            }
        }
        return (stops, short, visitor.brokenOff.load(ordering: .relaxed))
    }

    private func duration(of task: String, _ visitor: Visitor) -> Double {
        visitor.reception.read { state in
            state.events.last { $0.type == "avatar_stop_talking" && $0.task == task }?.content.durationMs ?? 0
        }
    }

    private func backChannels() async throws -> [VisitorSpeech] {
        var made = ListenerSounds(seed: 7)
        var sounds: [VisitorSpeech?] = []
        for (pitch, seconds) in [(110.0, 0.35), (190, 0.4), (130, 0.45), (220, 0.5)] {
            sounds.append(VisitorSpeech("a hum of \(seconds) s", made.hum(pitch: pitch, seconds: seconds)))
            let cough = seconds - 0.1
            sounds.append(VisitorSpeech("a cough of \(cough) s", made.cough(seconds: cough)))
        }
        for (number, text) in (ListenerSounds.words + ["Wow.", "Mm."]).enumerated() {
            sounds.append(try await speech(text, number))
        }
        return sounds.compactMap(\.self)
    }
}
