package import Core

/// What coded video is sent as.
package enum VideoCodec: String, CaseIterable, Sendable {
    case h264 = "H264"
    case vp8 = "VP8"
}

/// A STUN or TURN server (RFC 7064, RFC 7065).
package struct ICEServer: Equatable, Sendable {
    /// `stun:host:port`, `turn:host:port?transport=udp`, `turns:…`.
    package var urls: [String]
    package var username: String?
    package var credential: String?

    package init(urls: [String], username: String? = nil, credential: String? = nil) {
        self.urls = urls
        self.username = username
        self.credential = credential
    }
}

/// A remote candidate as browsers hand it over (W3C webrtc-pc §4.8.1).
package struct ICECandidate: Equatable, Sendable {
    /// The `candidate:…` attribute's value; empty at the end of candidates.
    package var candidate: String
    package var mid: String?
    package var mLineIndex: Int?

    package init(candidate: String, mid: String? = nil, mLineIndex: Int? = nil) {
        self.candidate = candidate
        self.mid = mid
        self.mLineIndex = mLineIndex
    }
}

/// How a peer is to be reached and what it gets.
package struct PeerConfiguration: Equatable, Sendable {
    package var codec: VideoCodec
    /// Height of the video's short side in pixels; decides the H.264 level that is offered.
    package var height: Int
    /// For the server's own side of the connection.
    package var iceServers: [ICEServer] = []
    /// Ports of host candidates; nil leaves the choice to the system. One or two per peer.
    package var udpPorts: ClosedRange<Int>?
    /// Offers passive TCP candidates too (RFC 6544), for networks without UDP.
    package var allowsTCP = true
    /// Takes the visitor's voice.
    package var receivesAudio = true

    package init(codec: VideoCodec, height: Int) {
        self.codec = codec
        self.height = height
    }
}

/// W3C webrtc-pc §4.3.3.
package enum PeerState: String, Sendable { case new, connecting, connected, disconnected, failed, closed }

package enum PeerEvent: Sendable {
    case state(PeerState)
    /// PLI or FIR: the receiver cannot decode without a keyframe.
    case keyframeRequested
    /// The data channel is open: messages reach the other side from now on.
    case messagesOpen
    /// Text on the data channel, at most 64 KiB; longer ones are dropped and counted.
    case message(String)
    /// The visitor's voice: mono, 16 kHz, 20 ms or so at a time.
    case microphone([Int16])
}

/// What the other side reports (RTCP) and what was sent; all counts since the start.
package struct PeerStatistics: Equatable, Sendable {
    package var bytesSent: Int64 = 0
    package var packetsSent: Int64 = 0
    package var packetsLost: Int64 = 0
    /// 0…1, of the last reporting interval.
    package var fractionLost: Double = 0
    /// Nil before the first report.
    package var roundTrip: Duration?
    package var keyframeRequests: Int64 = 0
    package var nacks: Int64 = 0

    package init() {}
}

/// One viewer's WebRTC connection: sends coded pictures and Opus, carries messages, may bring a voice.
///
/// Any thread may call. Sending never blocks: what does not fit the peer's short queue is dropped and counted, and a
/// keyframe is asked for. Before `connected` and after `close` sending does nothing.
package protocol PeerConnection: AnyObject, Sendable {
    /// One consumer. Finishes after `close` and after `failed`. Keeps at most 256 events; a slow consumer loses the
    /// oldest microphone chunks first.
    var events: AsyncStream<PeerEvent> { get }

    /// Our offer with the candidates found within 500 ms. Once per connection.
    func offer() async throws(PeerError) -> String
    /// The answer to it.
    func accept(answer: String) async throws(PeerError)
    /// The other way round: answers an offer, as WHEP wants it. Once per connection; again only with new ICE
    /// credentials (a restart, RFC 8445 §2.4).
    func answer(offer: String) async throws(PeerError) -> String
    /// Trickled candidates may come early; they wait for the description.
    func add(_ candidate: ICECandidate) throws(PeerError)

    /// `time` on the session's media clock; the first sent unit of either kind ties that clock to RTP's, so that the
    /// receiver can bring picture and sound together (RFC 3550 §6.4.1).
    func send(_ picture: CodedPicture, at time: MediaTime)
    func send(_ packet: OpusPacket, at time: MediaTime)
    /// False when the channel is not open or its queue (1 MiB) is full; the message is lost then.
    @discardableResult func send(message: String) -> Bool

    func statistics() async -> PeerStatistics
    /// Why the state became `failed`, for the log.
    var failure: PeerError? { get }
    /// Ends the connection and frees all it holds; idempotent. Returns at once, the rest happens behind.
    func close()
}

extension PeerConnection {
    package var failure: PeerError? { nil }
}

/// Why a peer cannot be talked to.
package enum PeerError: Error, Equatable, CustomStringConvertible {
    /// The text is not a session description, or not one that can be answered; `detail` says where.
    case badDescription(detail: String)
    case badCandidate(String)
    /// The other side cannot receive the session's codec.
    case codecRefused(VideoCodec)
    /// Called in an order that RFC 8829 does not allow.
    case wrongState(detail: String)
    case closed
    /// GStreamer failed; `detail` is its message.
    case failed(detail: String)

    package var description: String {
        switch self {
        case .badDescription(let detail): "This is not a usable session description (SDP): \(detail)."
        case .badCandidate(let text): "This is not an ICE candidate: \(text.prefix(80))."
        case .codecRefused(let codec): "The other side does not take \(codec.rawValue) video; ask for another codec."
        case .wrongState(let detail): "The connection is not ready for that: \(detail)."
        case .closed: "The connection is closed."
        case .failed(let detail): "The media library failed: \(detail)."
        }
    }
}
