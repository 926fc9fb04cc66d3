internal import Synchronization

/// How many utterances may be under way.
final class UtterancePlaces: Sendable {
    private let free: Mutex<Int>

    init(_ count: Int) { free = Mutex(count) }

    /// Nil when all are taken.
    func take() -> UtterancePlace? {
        let isFree = free.withLock { free in
            guard free > 0 else { return false }
            free -= 1
            return true
        }
        return isFree ? UtterancePlace(self) : nil
    }

    fileprivate func giveBack() { free.withLock { $0 += 1 } }
}

/// One of them; given back when nobody has it any more.
final class UtterancePlace: Sendable {
    private let places: UtterancePlaces

    fileprivate init(_ places: UtterancePlaces) { self.places = places }

    deinit { places.giveBack() }
}
