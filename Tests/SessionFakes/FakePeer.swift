package import Core
package import Media
internal import Synchronization

/// A viewer without a network: tests say what it reports, and see what it was sent.
package final class FakePeer: PeerConnection {
    package let events: AsyncStream<PeerEvent>
    private let event: AsyncStream<PeerEvent>.Continuation
    /// Every text it was sent, one consumer.
    package let texts: AsyncStream<String>
    private let text: AsyncStream<String>.Continuation
    private let state = Mutex(State())

    package struct State: Sendable {
        package var configuration: PeerConfiguration?
        package var answers: [String] = []
        package var offers: [String] = []
        package var candidates: [ICECandidate] = []
        package var keyframes = 0
        package var pictures = 0
        package var packets = 0
        package var texts: [String] = []
        package var isClosed = false
        package var statistics = PeerStatistics()
    }

    package init(_ configuration: PeerConfiguration? = nil) {
        (events, event) = AsyncStream.makeStream()
        (texts, text) = AsyncStream.makeStream()
        state.withLock { $0.configuration = configuration }
    }

    package var seen: State { state.withLock { $0 } }

    /// What the network or the page does.
    package func happens(_ event: PeerEvent) { self.event.yield(event) }

    package func connect() {
        happens(.state(.connecting))
        happens(.state(.connected))
        happens(.messagesOpen)
    }

    package func reports(_ statistics: PeerStatistics) { state.withLock { $0.statistics = statistics } }

    package func offer() async throws(PeerError) -> String { Self.description }

    package func accept(answer: String) async throws(PeerError) {
        guard answer.hasPrefix("v=0") else { throw .badDescription(detail: "it does not begin with v=0") }
        state.withLock { $0.answers.append(answer) }
    }

    package func answer(offer: String) async throws(PeerError) -> String {
        guard offer.contains("m=") else { throw .badDescription(detail: "it has no media") }
        let count = state.withLock { state in
            state.offers.append(offer)
            return state.offers.count
        }
        return Self.description.replacing("a=ice-ufrag:host", with: "a=ice-ufrag:host\(count)")
    }

    package func add(_ candidate: ICECandidate) throws(PeerError) {
        guard candidate.candidate.isEmpty || candidate.candidate.hasPrefix("candidate:") else {
            throw .badCandidate(candidate.candidate)
        }
        state.withLock { $0.candidates.append(candidate) }
    }

    package func send(_ picture: CodedPicture, at time: MediaTime) {
        state.withLock { state in
            state.pictures += 1
            if picture.isKeyframe { state.keyframes += 1 }
        }
    }

    package func send(_ packet: OpusPacket, at time: MediaTime) { state.withLock { $0.packets += 1 } }

    package func send(message: String) -> Bool {
        state.withLock { $0.texts.append(message) }
        text.yield(message)
        return true
    }

    package func statistics() async -> PeerStatistics { seen.statistics }

    package func close() {
        state.withLock { $0.isClosed = true }
        event.finish()
        text.finish()
    }

    package static let description = """
        v=0\r
        o=- 1 1 IN IP4 0.0.0.0\r
        s=-\r
        t=0 0\r
        m=video 9 UDP/TLS/RTP/SAVPF 96\r
        a=mid:0\r
        a=ice-ufrag:host\r
        a=ice-pwd:aaaaaaaaaaaaaaaaaaaaaaaa\r
        a=candidate:1 1 UDP 2122252543 127.0.0.1 50000 typ host\r

        """
}
