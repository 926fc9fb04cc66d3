internal import Speech
internal import Stage

/// The tasks of a session that have not ended: those that wait for the first viewer, and those on the stage.
struct TaskBoard {
    typealias Outcome = Result<SpeechEnd, SessionError>

    private(set) var entries: [UtteranceID: CheckedContinuation<Outcome, Never>?] = [:]
    private(set) var held: [SpeechTask] = []

    var count: Int { entries.count }
    func contains(_ id: UtteranceID) -> Bool { entries[id] != nil }

    mutating func add(_ id: UtteranceID) { entries[id] = .some(nil) }

    /// Keeps the task for the first viewer. Returns the oldest when there are more than `limit`: it gives way.
    mutating func hold(_ task: SpeechTask, limit: Int) -> UtteranceID? {
        add(task.id)
        held.append(task)
        return held.count > limit ? held.removeFirst().id : nil
    }

    mutating func release() -> [SpeechTask] {
        defer { held = [] }
        return held
    }

    mutating func wait(for id: UtteranceID, _ waiter: CheckedContinuation<Outcome, Never>) {
        guard entries[id] != nil else { return waiter.resume(returning: .failure(.interrupted)) }
        entries[id] = .some(waiter)
    }

    /// The waiter goes away, the task goes on.
    mutating func abandon(_ id: UtteranceID) {
        guard let waiter = entries[id] else { return }
        waiter?.resume(returning: .failure(.interrupted))
        add(id)
    }

    mutating func finish(_ id: UtteranceID, _ outcome: Outcome) {
        held.removeAll { $0.id == id }
        guard let waiter = entries.removeValue(forKey: id) else { return }
        waiter?.resume(returning: outcome)
    }

    mutating func finishAll(_ outcome: Outcome) {
        for id in entries.keys.sorted(by: { $0.rawValue < $1.rawValue }) { finish(id, outcome) }
    }
}
