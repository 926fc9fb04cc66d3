internal import Speech
internal import Stage

/// The tasks of a session that have not ended: those that wait for the first viewer, and those on the stage.
struct TaskBoard {
    typealias Outcome = Result<SpeechEnd, SessionError>

    struct Entry {
        var hasBegun = false
        var waiter: CheckedContinuation<Outcome, Never>?
    }

    private(set) var entries: [UtteranceID: Entry] = [:]
    private(set) var held: [(id: UtteranceID, speech: SpeechStream)] = []

    var count: Int { entries.count }
    func contains(_ id: UtteranceID) -> Bool { entries[id] != nil }

    mutating func add(_ id: UtteranceID) { entries[id] = Entry() }

    /// Keeps the task for the first viewer. Returns the oldest when there are more than `limit`: it gives way.
    mutating func hold(_ id: UtteranceID, _ speech: SpeechStream, limit: Int) -> UtteranceID? {
        add(id)
        held.append((id, speech))
        return held.count > limit ? held.removeFirst().id : nil
    }

    mutating func release() -> [(id: UtteranceID, speech: SpeechStream)] {
        defer { held = [] }
        return held
    }

    mutating func wait(for id: UtteranceID, _ waiter: CheckedContinuation<Outcome, Never>) {
        guard entries[id] != nil else { return waiter.resume(returning: .failure(.interrupted)) }
        entries[id]?.waiter = waiter
    }

    /// The waiter goes away, the task goes on.
    mutating func abandon(_ id: UtteranceID) {
        entries[id]?.waiter?.resume(returning: .failure(.interrupted))
        entries[id]?.waiter = nil
    }

    mutating func begin(_ id: UtteranceID) { entries[id]?.hasBegun = true }

    /// Returns whether the task had begun; nil when it is not known.
    mutating func finish(_ id: UtteranceID, _ outcome: Outcome) -> Bool? {
        guard let entry = entries.removeValue(forKey: id) else { return nil }
        held.removeAll { $0.id == id }
        entry.waiter?.resume(returning: outcome)
        return entry.hasBegun
    }

    mutating func finishAll(_ outcome: Outcome) {
        for id in entries.keys.sorted(by: { $0.rawValue < $1.rawValue }) { _ = finish(id, outcome) }
    }
}
