internal import Synchronization

/// The cepstral means of the speakers heard last: what a voice, a microphone and a room sound like on average. The
/// oldest of more than 256 is forgotten.
final class SpeakerMeans: Sendable {
    private static let capacity = 256

    private struct State {
        var means: [UInt64: [Float]] = [:]
        var order: [UInt64] = []
    }
    private let state = Mutex(State())

    subscript(speaker: UInt64?) -> [Float]? {
        get {
            guard let speaker else { return nil }
            return state.withLock { $0.means[speaker] }
        }
        set {
            guard let speaker else { return }
            state.withLock { state in
                state.order.removeAll { $0 == speaker }
                state.means[speaker] = newValue
                guard newValue != nil else { return }
                state.order.append(speaker)
                if state.order.count > Self.capacity { state.means[state.order.removeFirst()] = nil }
            }
        }
    }
}
