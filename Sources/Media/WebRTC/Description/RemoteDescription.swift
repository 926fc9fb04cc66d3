/// What of a browser's session description (RFC 8866, RFC 8829) a peer uses, checked field by field.
///
/// The media library never sees the text that came in: it gets ``text``, which is written anew from these fields.
struct RemoteDescription: Equatable, Sendable {
    enum Kind: String { case video, audio, application }
    enum Direction: String { case sendrecv, sendonly, recvonly, inactive }
    enum Setup: String { case actpass, active, passive }

    struct Payload: Equatable, Sendable {
        var type: Int
        /// As `rtpmap` says it, such as `H264/90000` or `opus/48000/2`.
        var map: String
        var parameters: String?
        var feedback: [String] = []

        var name: String { String(map.prefix { $0 != "/" }).lowercased() }

        /// A value out of `fmtp`; names ignore case (RFC 4855 §3).
        func parameter(_ name: String) -> String? {
            for part in (parameters ?? "").split(separator: ";") {
                let pair = part.split(separator: "=", maxSplits: 1)
                let key = pair[0].filter { $0 != " " }.lowercased()
                if key == name { return pair.count == 2 ? pair[1].filter { $0 != " " } : "" }
            }
            return nil
        }
    }

    struct Media: Equatable, Sendable {
        var kind: Kind
        var isRejected: Bool
        var mid: String
        var direction = Direction.sendrecv
        var payloads: [Payload] = []
        var ufrag = ""
        var password = ""
        /// SHA-256 as RFC 8122 writes it.
        var fingerprint = ""
        var setup = Setup.actpass
        var candidates: [CandidateLine] = []
        var source: UInt32?
        var sctpPort = 5000

        init(kind: Kind, isRejected: Bool, mid: String) {
            self.kind = kind
            self.isRejected = isRejected
            self.mid = mid
        }
    }

    var media: [Media]

    /// Larger texts are refused unread, in bytes.
    static let sizeLimit = 65536
    static let mediaLimit = 8
    static let candidateLimit = 64

    /// - Parameter isOffer: Offers may leave the DTLS role open, answers must settle it (RFC 8842 §5.3).
    init(_ text: String, isOffer: Bool) throws(PeerError) {
        var parser = DescriptionParser()
        media = try parser.parse(text, isOffer: isOffer)
    }

    /// Of the bundled transport's certificate.
    var fingerprint: String { media.first { !$0.isRejected }?.fingerprint ?? "" }

    func index(of kind: Kind) -> Int? { media.firstIndex { $0.kind == kind && !$0.isRejected } }

    /// The description for webrtcbin.
    ///
    /// - Parameter withCandidates: False when they are handed over one by one.
    var text: String {
        let mids = media.filter { !$0.isRejected }.map(\.mid).joined(separator: " ")
        var lines = [
            "v=0", "o=- 1 1 IN IP4 0.0.0.0", "s=-", "t=0 0", "a=group:BUNDLE \(mids)", "a=ice-options:trickle",
        ]
        // webrtcbin looks for a transport in refused sections too.
        let transport = media.first { !$0.isRejected }
        for part in media { lines += Self.lines(part, transport ?? part) }
        return lines.map { $0 + "\r\n" }.joined()
    }

    private static func lines(_ media: Media, _ transport: Media) -> [String] {
        let port = media.isRejected ? 0 : 9
        var lines: [String] = []
        if media.kind == .application {
            lines.append("m=application \(port) UDP/DTLS/SCTP webrtc-datachannel")
        } else {
            let types = media.payloads.map { String($0.type) }.joined(separator: " ")
            lines.append("m=\(media.kind.rawValue) \(port) UDP/TLS/RTP/SAVPF \(types.isEmpty ? "0" : types)")
        }
        lines += [
            "c=IN IP4 0.0.0.0", "a=mid:\(media.mid)", "a=ice-ufrag:\(transport.ufrag)",
            "a=ice-pwd:\(transport.password)", "a=fingerprint:sha-256 \(transport.fingerprint)",
            "a=setup:\(transport.setup.rawValue)",
        ]
        if media.isRejected { return lines + ["a=inactive"] }
        lines.append("a=\(media.direction.rawValue)")
        if media.kind == .application {
            lines += ["a=sctp-port:\(media.sctpPort)", "a=max-message-size:\(PeerLink.messageLimit)"]
        } else {
            lines += ["a=rtcp-mux", "a=rtcp-rsize"]
        }
        for payload in media.payloads {
            lines.append("a=rtpmap:\(payload.type) \(payload.map)")
            lines += payload.feedback.map { "a=rtcp-fb:\(payload.type) \($0)" }
            if let parameters = payload.parameters { lines.append("a=fmtp:\(payload.type) \(parameters)") }
        }
        if let source = media.source { lines.append("a=ssrc:\(source) cname:visitor") }
        return lines
    }
}
