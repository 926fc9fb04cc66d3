internal import Media

/// What a trickling viewer sends and gets: ICE credentials and candidates of some media (RFC 8840 §9).
struct SDPFragment: Equatable {
    static let mediaType = "application/trickle-ice-sdpfrag"
    /// Browsers gather a few dozen at most.
    private static let candidateLimit = 256

    var ufrag: String?
    var password: String?
    var candidates: [ICECandidate] = []

    init(_ text: String) throws(RequestError) {
        var mid: String?
        var line = -1
        for row in Self.lines(of: text) {
            if row.hasPrefix("m=") {
                line += 1
                mid = nil
            } else if let value = Self.value(row, "a=mid:") {
                mid = value
            } else if let value = Self.value(row, "a=ice-ufrag:") {
                ufrag = ufrag ?? value
            } else if let value = Self.value(row, "a=ice-pwd:") {
                password = password ?? value
            } else if row.hasPrefix("a=candidate:") {
                guard candidates.count < Self.candidateLimit else {
                    throw .outOfRange(field: "body", allowed: "at most \(Self.candidateLimit) candidates")
                }
                candidates.append(
                    ICECandidate(candidate: String(row.dropFirst(2)), mid: mid, mLineIndex: max(line, 0)))
            }
        }
        guard ufrag != nil || password != nil || !candidates.isEmpty || text.contains("a=end-of-candidates") else {
            throw .unsupported("The body holds neither ICE credentials nor candidates.")
        }
        guard [ufrag, password].allSatisfy({ $0.map(Self.isCredential) ?? true }) else {
            throw .unsupported("The ICE credentials hold characters that they cannot hold (RFC 8839).")
        }
    }

    /// `offer` with these credentials and without its candidates: the offer of the same media with ICE restarted.
    func restarting(_ offer: String) -> String {
        Self.lines(of: offer).compactMap { row -> String? in
            if row.hasPrefix("a=ice-ufrag:"), let ufrag { return "a=ice-ufrag:" + ufrag }
            if row.hasPrefix("a=ice-pwd:"), let password { return "a=ice-pwd:" + password }
            if row.hasPrefix("a=candidate:") || row == "a=end-of-candidates" { return nil }
            return row
        }.joined(separator: "\r\n") + "\r\n"
    }

    /// Our side of a description: credentials, and for each medium its mid and candidates.
    static func text(of description: String) -> String {
        var session: [String] = []
        var media: [String] = []
        for row in lines(of: description) {
            if row.hasPrefix("m=") || row.hasPrefix("a=mid:") || row.hasPrefix("a=candidate:") {
                media.append(row)
            } else if row.hasPrefix("a=ice-ufrag:") || row.hasPrefix("a=ice-pwd:"), !session.contains(row) {
                session.append(row)
            }
        }
        return (session.prefix(2) + media).joined(separator: "\r\n") + "\r\n"
    }

    /// The user fragment of a description, which every ICE restart changes.
    static func ufrag(of description: String) -> String {
        lines(of: description).lazy.compactMap { value($0, "a=ice-ufrag:") }.first ?? ""
    }

    private static func lines(of text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).map { String($0.trimmed) }
    }

    private static func value(_ line: String, _ name: String) -> String? {
        line.hasPrefix(name) ? String(line.dropFirst(name.count)) : nil
    }

    /// ice-char (RFC 8839 §5.4), at most 256 of them.
    private static func isCredential(_ text: String) -> Bool {
        (4...256).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
                    true
                default: false
                }
            }
    }
}

extension Substring {
    /// Without spaces and tabs at either end.
    fileprivate var trimmed: Substring {
        var rest = self
        while let first = rest.first, first == " " || first == "\t" { rest = rest.dropFirst() }
        while let last = rest.last, last == " " || last == "\t" { rest = rest.dropLast() }
        return rest
    }
}
