internal import CGStreamer
internal import Synchronization

/// Where webrtcbin's signals arrive, on its threads. Every connected handler holds a reference, so it lives until the
/// last one can no longer run; it never holds the link.
final class LinkSignals: @unchecked Sendable {
    struct State {
        weak var delegate: (any PeerLinkDelegate)?
        var isDetached = false
        var failure: String?
        var channels: [Channel] = []
        var isGathered = false
        var gatheringWaiter: (@Sendable () -> Void)?
        var encryption: Element?
        var decryption: Element?
        var messaging: [Element] = []
        /// Of the certificate the other side's description announces.
        var fingerprint: String?
        var isSecure = false
        var asksForRepair = false
        var onReport: (@Sendable (UnsafeRawBufferPointer) -> Void)?
    }

    /// An element, +1.
    struct Element: @unchecked Sendable { let handle: UnsafeMutablePointer<GstElement> }

    /// A data channel, +1.
    struct Channel: @unchecked Sendable {
        let handle: UnsafeMutableRawPointer
        var isAnnounced = false
    }

    let state = Mutex(State())
    let pem: String
    private static let associations = Atomic<UInt32>(0)
    let association = LinkSignals.associations.wrappingAdd(1, ordering: .relaxed).newValue
    /// Packets from the other side so far, other than STUN.
    let arrivals = Atomic<UInt64>(0)

    init(pem: String) { self.pem = pem }

    var delegate: (any PeerLinkDelegate)? {
        get { state.withLock { $0.isDetached ? nil : $0.delegate } }
        set { state.withLock { $0.delegate = newValue } }
    }

    /// Lost packets are asked for again (NACK) on streams the other side offers.
    var asksForRepair: Bool {
        get { state.withLock { $0.asksForRepair } }
        set { state.withLock { $0.asksForRepair = newValue } }
    }

    /// Gets every RTCP packet that comes, on a streaming thread. Set before the link negotiates.
    var onReport: (@Sendable (UnsafeRawBufferPointer) -> Void)? {
        get { state.withLock { $0.onReport } }
        set { state.withLock { $0.onReport = newValue } }
    }

    var failure: String? { state.withLock { $0.failure } }

    func detach() {
        let waiter = state.withLock { state in
            state.isDetached = true
            state.delegate = nil
            defer { state.gatheringWaiter = nil }
            return state.gatheringWaiter
        }
        waiter?()
    }

    // MARK: candidates

    /// Calls `body` once, when all candidates of ours are known or the link closes; at once when that is so already.
    func whenGathered(_ body: @escaping @Sendable () -> Void) {
        let isOver = state.withLock { state in
            if !state.isGathered && !state.isDetached { state.gatheringWaiter = body }
            return state.isGathered || state.isDetached
        }
        if isOver { body() }
    }

    func gathered(_ isComplete: Bool) {
        let waiter = state.withLock { state -> (@Sendable () -> Void)? in
            state.isGathered = isComplete
            guard isComplete else { return nil }
            defer { state.gatheringWaiter = nil }
            return state.gatheringWaiter
        }
        waiter?()
    }

    func failed(_ text: String) {
        state.withLock { if $0.failure == nil { $0.failure = text } }
        delegate?.linkFailed(text)
    }
}
