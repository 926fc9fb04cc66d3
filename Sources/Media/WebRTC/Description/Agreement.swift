/// What a visitor's offer and our configuration have in common.
struct Agreement: Equatable, Sendable {
    let video: OutgoingFormat
    /// Section within ``kept``.
    let videoLine: Int
    let audio: OutgoingFormat?
    let audioLine: Int?
    let receivesAudio: Bool
    /// The offer for webrtcbin: the sections that are answered, with one codec each.
    let kept: RemoteDescription
    private let offer: RemoteDescription
    private let keptLines: [Int]

    /// - Throws: `.codecRefused` when the offer's video cannot be had in the configured codec.
    init(_ offer: RemoteDescription, _ configuration: PeerConfiguration) throws(PeerError) {
        let wanted = configuration.codec == .h264 ? "h264" : "vp8"
        var kept = offer
        var lines: [Int] = []
        var video: (format: OutgoingFormat, line: Int)?
        var audio: (format: OutgoingFormat, line: Int)?
        var receivesAudio = false
        kept.media = []
        for (line, section) in offer.media.enumerated() where !section.isRejected {
            var section = section
            switch section.kind {
            case .video:
                guard video == nil, section.wantsMedia, let chosen = Self.choose(wanted, section) else { continue }
                video = (.video(configuration.codec, type: chosen.type), kept.media.count)
                let repair = section.payloads.first {
                    $0.name == "rtx" && $0.parameter("apt") == String(chosen.type)
                }
                section.payloads = [chosen] + (repair.map { [$0] } ?? [])
            case .audio:
                guard audio == nil, section.wantsMedia,
                    let chosen = section.payloads.first(where: { $0.name == "opus" })
                else { continue }
                audio = (.opus(type: chosen.type), kept.media.count)
                receivesAudio = configuration.receivesAudio && section.direction == .sendrecv
                section.payloads = [chosen]
            case .application:
                guard !kept.media.contains(where: { $0.kind == .application }) else { continue }
            }
            kept.media.append(section)
            lines.append(line)
        }
        guard let video else {
            guard offer.media.contains(where: { $0.kind == .video }) else {
                throw .badDescription(detail: "it has no video section")
            }
            throw .codecRefused(configuration.codec)
        }
        (self.video, videoLine) = video
        (self.audio, audioLine) = (audio?.format, audio?.line)
        (self.receivesAudio, self.kept, self.offer, keptLines) = (receivesAudio, kept, offer, lines)
    }

    /// H.264 of any baseline level with packetization mode 1 (RFC 6184 §8.1), constrained baseline rather than
    /// baseline: what we send is both.
    private static func choose(
        _ name: String, _ section: RemoteDescription.Media
    ) -> RemoteDescription.Payload? {
        let named = section.payloads.filter { $0.name == name }
        guard name == "h264" else { return named.first }
        let usable = named.filter { payload in
            payload.parameter("packetization-mode") == "1"
                && (payload.parameter("profile-level-id") ?? "420010").hasPrefix("42")
        }
        let constrained = usable.first { ($0.parameter("profile-level-id") ?? "").lowercased().hasPrefix("42e0") }
        guard var chosen = constrained ?? usable.first else { return nil }
        chosen.parameters = "packetization-mode=1"
        return chosen
    }

    /// webrtcbin's answer to ``kept`` with the refused sections back in their places (RFC 8829 §5.3.1).
    func whole(_ answer: String) -> String {
        guard keptLines.count < offer.media.count else { return answer }
        var sections: [[Substring]] = [[]]
        for line in answer.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("m=") { sections.append([]) }
            sections[sections.count - 1].append(line)
        }
        var lines = sections.removeFirst().map(String.init)
        for (number, section) in offer.media.enumerated() {
            if let place = keptLines.firstIndex(of: number), place < sections.count {
                lines += sections[place].map(String.init)
            } else if section.kind == .application {
                lines += ["m=application 0 UDP/DTLS/SCTP webrtc-datachannel", "c=IN IP4 0.0.0.0"]
                lines += ["a=mid:\(section.mid)", "a=inactive"]
            } else {
                lines += ["m=\(section.kind.rawValue) 0 UDP/TLS/RTP/SAVPF 0", "c=IN IP4 0.0.0.0"]
                lines += ["a=mid:\(section.mid)", "a=inactive"]
            }
        }
        return lines.map { $0 + "\r\n" }.joined()
    }
}

extension RemoteDescription.Media {
    /// Whether the other side takes what we send.
    var wantsMedia: Bool { direction == .sendrecv || direction == .recvonly }
}
