internal import Core
internal import Synchronization

/// Pulls the chunks of a stage's utterances when they are needed: one task each, which waits for its turn. Any thread;
/// its lock is taken inside the stage's, never around it.
final class SpeechIntake: Sendable {
    private struct Pull: Sendable {
        var task: Task<Void, Never>
        /// Of a task that waits to be told to go on (true) or to end.
        var waiting: CheckedContinuation<Bool, Never>?
    }
    private let pulls = Mutex<[Int: Pull]>([:])

    /// Sound in stock, below which more is taken whatever its chunks: seconds.
    private static let stock = 2.0

    func add<Speech: AsyncSequence & Sendable>(_ speech: Speech, as serial: Int, to stage: Stage)
    where Speech.Element == SpeechChunk {
        pulls.withLock { pulls in
            let task = Task.detached(priority: .userInitiated) { [self, weak stage] in
                if let stage { await pull(speech, as: serial, for: stage) }
                forget(serial)
            }
            pulls[serial] = Pull(task: task)
        }
    }

    private func forget(_ serial: Int) { pulls.withLock { _ = $0.removeValue(forKey: serial) } }

    /// Ends all tasks.
    func drop() {
        let dropped = pulls.withLock { pulls in
            defer { pulls = [:] }
            return pulls.values
        }
        for pull in dropped {
            pull.task.cancel()
            pull.waiting?.resume(returning: false)
        }
    }

    /// Lets go on who is needed now: the first utterance that is not complete, when little of what is there is unheard.
    func serve(_ track: SpeechTrack) {
        pulls.withLock { pulls in
            for (serial, pull) in pulls {
                guard let waiting = pull.waiting else { continue }
                guard let index = track.index(of: serial) else {
                    pulls[serial]?.waiting = nil
                    waiting.resume(returning: false)
                    continue
                }
                let ahead = track.ahead(upTo: index)
                guard ahead.isNext, ahead.chunks == 0 || ahead.seconds < Self.stock else { continue }
                pulls[serial]?.waiting = nil
                waiting.resume(returning: true)
            }
        }
    }

    private func turn(of serial: Int, for stage: Stage) async -> Bool {
        await withCheckedContinuation { continuation in
            let isKnown = pulls.withLock { pulls in
                pulls[serial]?.waiting = continuation
                return pulls[serial] != nil
            }
            if isKnown { stage.update() } else { continuation.resume(returning: false) }
        }
    }

    private func pull<Speech: AsyncSequence & Sendable>(_ speech: Speech, as serial: Int, for stage: Stage) async
    where Speech.Element == SpeechChunk {
        guard await turn(of: serial, for: stage) else { return }
        var reader = SpeechReader()
        var failure: String?
        do {
            for try await chunk in speech {
                let read = reader.read(chunk)
                let isWanted = stage.receive(serial) { track, index in
                    track.withAudio(of: index) { $0.append(read) }
                }
                guard isWanted, await turn(of: serial, for: stage) else { return }
            }
        } catch {
            failure = "\(error)"
        }
        let rest = reader.finish()
        _ = stage.receive(serial) { [failure] track, index in
            track.withAudio(of: index) { $0.finish(rest) }
            if let failure { track.fail(index, failure) }
        }
    }
}
