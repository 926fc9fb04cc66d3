/// Waiting for an avatar at rest, and learning what that looks like.
extension Visit {
    /// Watches the avatar idle and speak, and makes the model of its mouth. Returns when it idles again.
    func learnMouth(idling duration: Duration) async throws {
        let resting = try await patches { try await Task.sleep(for: duration) }
        let call = try await say(SpokenTexts.long[0])
        _ = try await reception.until("a voiced sound") { state in
            state.sounds.first { $0.decoded > call.began && $0.isVoiced }
        }
        let speaking = try await patches { try await finished(call.task) }
        guard resting.count >= 50, speaking.count >= 50 else { throw LiveBenchError.missed("pictures to learn from") }
        let model = MouthModel(resting: resting, speaking: speaking)
        reception.read { $0.model = model }
        try await rest()
    }

    private func patches(_ body: () async throws -> Void) async throws -> [MouthPatch] {
        reception.read { $0.patches = [] }
        try await body()
        return reception.read { state in
            defer { state.patches = nil }
            return state.patches ?? []
        }
    }

    /// Returns when the mouth has rested for five pictures and 200 ms of sound were without a voice.
    func rest(within limit: Duration = .seconds(60)) async throws {
        let began = MonotonicClock.now
        _ = try await reception.until("the avatar at rest", within: limit) { state -> Bool? in
            guard let model = state.model else { return nil }
            let pictures = state.pictures.suffix(5)
            let sounds = state.sounds.suffix(10)
            guard pictures.count == 5, sounds.count == 10, sounds.allSatisfy({ !$0.isVoiced }) else { return nil }
            guard (sounds.last?.decoded ?? 0) > began, (pictures.last?.decoded ?? 0) > began else { return nil }
            return pictures.allSatisfy { $0.mouth < model.threshold } ? true : nil
        }
    }

    /// The first voiced sound and the first picture with moved lips that were decoded after `time`.
    func firstSpeech(after time: Int64) async throws -> (sound: Reception.Sound, lips: Reception.Picture) {
        let sound = try await reception.until("a voiced sound") { state in
            state.sounds.first { $0.decoded > time && $0.isVoiced }
        }
        let lips = try await reception.until("moving lips") { state -> Reception.Picture? in
            guard let model = state.model else { return nil }
            return state.pictures.first { $0.decoded > time && $0.mouth >= model.threshold }
        }
        return (sound, lips)
    }

    /// Returns when the task's end was told.
    func finished(_ task: String, within limit: Duration = .seconds(120)) async throws {
        _ = try await reception.until("the end of a task", within: limit) { state -> Bool? in
            state.events.contains { $0.type == "avatar_stop_talking" && $0.task == task } ? true : nil
        }
    }
}
