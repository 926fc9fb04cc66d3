/// Reads a session description line by line (RFC 8866 §5) into what ``RemoteDescription`` keeps.
struct DescriptionParser {
    private typealias Media = RemoteDescription.Media

    private var media: [Media] = []
    /// Attributes before the first `m=` hold for every section that has none of its own.
    private var session = Media(kind: .application, isRejected: false, mid: "")
    private var offeredTypes: [[Int]] = []
    private var candidateCount = 0

    mutating func parse(_ text: String, isOffer: Bool) throws(PeerError) -> [RemoteDescription.Media] {
        let bytes = text.utf8
        guard bytes.count <= RemoteDescription.sizeLimit else {
            throw .badDescription(detail: "longer than \(RemoteDescription.sizeLimit) bytes")
        }
        // Every attribute used here is ASCII; names of streams and tools, which are not, are skipped with their line.
        let lines = bytes.split { $0 == 10 || $0 == 13 }
        guard let first = lines.first, Array(first) == Array("v=0".utf8) else {
            throw .badDescription(detail: "it does not start with v=0")
        }
        for line in lines.dropFirst() {
            guard line.count >= 2, line.dropFirst().first == UInt8(ascii: "=") else {
                throw .badDescription(detail: "a line that is not letter=value")
            }
            guard line.allSatisfy({ (32..<127).contains($0) }) else { continue }
            let value = String(decoding: line.dropFirst(2), as: UTF8.self)
            switch line.first {
            case UInt8(ascii: "m"): try begin(value)
            case UInt8(ascii: "a"): try attribute(value)
            default: continue
            }
        }
        return try finished(isOffer: isOffer)
    }

    private mutating func begin(_ value: String) throws(PeerError) {
        let words = value.split(separator: " ")
        guard words.count >= 4, let port = Int(words[1].prefix { $0 != "/" }), (0...65535).contains(port) else {
            throw .badDescription(detail: "an m= line is damaged")
        }
        guard media.count < RemoteDescription.mediaLimit else {
            throw .badDescription(detail: "more than \(RemoteDescription.mediaLimit) media sections")
        }
        guard let kind = RemoteDescription.Kind(rawValue: String(words[0])) else {
            throw .badDescription(detail: "a media section that is neither video, audio nor application")
        }
        let transport = kind == .application ? "DTLS/SCTP" : "TLS/RTP/SAVPF"
        guard words[2].hasSuffix(transport) else {
            throw .badDescription(detail: "\(kind.rawValue) without \(transport)")
        }
        // Port 0 is a refusal unless `bundle-only` follows (RFC 9143 §6).
        var next = session
        next.kind = kind
        next.isRejected = port == 0
        next.mid = String(media.count)
        media.append(next)
        offeredTypes.append(kind == .application ? [] : words.dropFirst(3).prefix(64).compactMap { Int($0) })
    }

    private mutating func attribute(_ line: String) throws(PeerError) {
        let pair = line.split(separator: ":", maxSplits: 1).map(String.init)
        guard let name = pair.first else { return }
        let value = pair.count == 2 ? pair[1] : ""
        if media.isEmpty {
            try Self.shared(name, value, &session)
        } else {
            let last = media.count - 1
            try Self.shared(name, value, &media[last])
            try own(name, value, types: offeredTypes[last])
        }
    }

    /// What may stand before the first section as well.
    private static func shared(_ name: String, _ value: String, _ part: inout Media) throws(PeerError) {
        switch name {
        case "ice-ufrag":
            guard (4...256).contains(value.utf8.count), value.utf8.allSatisfy(isICECharacter) else {
                throw .badDescription(detail: "ice-ufrag is not 4 to 256 letters (RFC 8839 §5.4)")
            }
            part.ufrag = value
        case "ice-pwd":
            guard (22...256).contains(value.utf8.count), value.utf8.allSatisfy(isICECharacter) else {
                throw .badDescription(detail: "ice-pwd is not 22 to 256 letters (RFC 8839 §5.4)")
            }
            part.password = value
        case "fingerprint":
            let words = value.split(separator: " ")
            guard words.count == 2 else { throw .badDescription(detail: "the fingerprint is damaged") }
            guard words[0].lowercased() == "sha-256" else { return }
            let pairs = words[1].split(separator: ":", omittingEmptySubsequences: false)
            guard pairs.count == 32, pairs.allSatisfy({ $0.utf8.count == 2 && UInt8($0, radix: 16) != nil }) else {
                throw .badDescription(detail: "the fingerprint is not SHA-256")
            }
            part.fingerprint = words[1].uppercased()
        case "setup":
            guard let setup = RemoteDescription.Setup(rawValue: value) else {
                throw .badDescription(detail: "a=setup is neither actpass, active nor passive")
            }
            part.setup = setup
        case "sendrecv", "sendonly", "recvonly", "inactive":
            part.direction = RemoteDescription.Direction(rawValue: name) ?? .inactive
        default: return
        }
    }

    private mutating func own(
        _ name: String, _ value: String, types: [Int]
    ) throws(PeerError) {
        let last = media.count - 1
        var part = media[last]
        defer { media[last] = part }
        switch name {
        case "mid":
            guard (1...16).contains(value.utf8.count), value.utf8.allSatisfy(isToken) else {
                throw .badDescription(detail: "a=mid is not a word of up to 16 letters")
            }
            part.mid = value
        case "bundle-only": part.isRejected = false
        case "rtpmap":
            guard let (type, map) = typed(value), types.contains(type) else { return }
            let parts = map.split(separator: "/")
            guard (2...3).contains(parts.count), parts[0].utf8.allSatisfy(isToken), let clock = Int(parts[1]),
                (8000...192_000).contains(clock), parts.count == 2 || (1...8).contains(Int(parts[2]) ?? 0),
                ["h264", "vp8", "opus", "rtx"].contains(parts[0].lowercased()),
                !part.payloads.contains(where: { $0.type == type })
            else { return }
            part.payloads.append(RemoteDescription.Payload(type: type, map: map))
        case "fmtp":
            guard let (type, text) = typed(value), text.utf8.count <= 256, text.utf8.allSatisfy(isParameter),
                let index = part.payloads.firstIndex(where: { $0.type == type })
            else { return }
            part.payloads[index].parameters = text
        case "rtcp-fb":
            guard let (type, text) = typed(value), ["nack", "nack pli", "ccm fir"].contains(text),
                let index = part.payloads.firstIndex(where: { $0.type == type })
            else { return }
            if !part.payloads[index].feedback.contains(text) { part.payloads[index].feedback.append(text) }
        case "candidate":
            candidateCount += 1
            guard candidateCount <= RemoteDescription.candidateLimit else {
                throw .badDescription(detail: "more than \(RemoteDescription.candidateLimit) candidates")
            }
            part.candidates.append(try CandidateLine("candidate:" + value))
        case "ssrc":
            if part.source == nil { part.source = UInt32(value.prefix { $0 != " " }) }
        case "sctp-port":
            guard let port = Int(value), (1...65535).contains(port) else {
                throw .badDescription(detail: "a=sctp-port is no port")
            }
            part.sctpPort = port
        default: return
        }
    }

    private func finished(isOffer: Bool) throws(PeerError) -> [RemoteDescription.Media] {
        guard !media.isEmpty, media.contains(where: { !$0.isRejected }) else {
            throw .badDescription(detail: "no media section")
        }
        guard Set(media.map(\.mid)).count == media.count else {
            throw .badDescription(detail: "two media sections with the same mid")
        }
        let transport = media.first { !$0.isRejected }
        for part in media where !part.isRejected {
            guard !part.ufrag.isEmpty, !part.password.isEmpty else {
                throw .badDescription(detail: "no ICE credentials for \(part.mid)")
            }
            guard !part.fingerprint.isEmpty else {
                throw .badDescription(detail: "no SHA-256 fingerprint for \(part.mid)")
            }
            // One transport carries everything (RFC 9143), so all sections must describe the same one.
            guard part.ufrag == transport?.ufrag, part.password == transport?.password else {
                throw .badDescription(detail: "media sections that are not bundled")
            }
            guard isOffer || part.setup != .actpass else {
                throw .badDescription(detail: "the answer leaves the DTLS role open (a=setup:actpass)")
            }
        }
        return media
    }

    private func typed(_ value: String) -> (Int, String)? {
        let pair = value.split(separator: " ", maxSplits: 1)
        guard pair.count == 2, let type = Int(pair[0]), (0...127).contains(type) else { return nil }
        return (type, String(pair[1]))
    }
}

/// RFC 8839 §5.4: ALPHA / DIGIT / "+" / "/". `-`, `_` and `=` come from stacks that write base64 their way.
private func isICECharacter(_ byte: UInt8) -> Bool {
    isToken(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "=")
}

private func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
        true
    default: false
    }
}

private func isParameter(_ byte: UInt8) -> Bool {
    isToken(byte) || " =;,/+".utf8.contains(byte)
}
