internal import Glibc

/// An ICE candidate's attribute (RFC 8839 §5.1), checked.
struct CandidateLine: Equatable, Sendable {
    enum Transport: String { case udp, tcp }

    /// As it is handed to the ICE agent: known fields only.
    let text: String
    /// False for what can be left out without harm: names to look up (mDNS), link-local addresses, components other
    /// than the first. The other side is still found by its own checks (peer-reflexive, RFC 8445 §7.3.1.3).
    let isUsable: Bool

    /// - Parameter line: `candidate:…`, also with `a=` in front.
    init(_ line: String) throws(PeerError) {
        let bytes = Array(line.utf8)
        guard bytes.count <= 1024, bytes.allSatisfy({ (32..<127).contains($0) }) else { throw .badCandidate(line) }
        var body = line.hasPrefix("a=") ? String(line.dropFirst(2)) : line
        guard body.hasPrefix("candidate:") else { throw .badCandidate(line) }
        body.removeFirst("candidate:".count)
        let words = body.split(separator: " ").map(String.init)
        guard words.count >= 8, (1...32).contains(words[0].utf8.count), words[0].utf8.allSatisfy(Self.isFoundation),
            let component = Int(words[1]), (1...256).contains(component),
            let transport = Transport(rawValue: words[2].lowercased()),
            let priority = UInt32(words[3]), let port = UInt16(words[5]), words[6] == "typ",
            ["host", "srflx", "prflx", "relay"].contains(words[7]), (1...255).contains(words[4].utf8.count)
        else { throw .badCandidate(line) }
        var text =
            "candidate:\(words[0]) \(component) \(transport.rawValue.uppercased()) \(priority) \(words[4]) \(port) typ \(words[7])"
        var rest = words.dropFirst(8)
        var isAddress = Self.isReachable(words[4])
        while rest.count >= 2 {
            let (name, value) = (rest.removeFirst(), rest.removeFirst())
            switch name {
            case "raddr":
                // Browsers hide their own addresses as 0.0.0.0 or leave nonsense: it plays no role in connecting.
                text += Self.isLiteral(value) ? " raddr \(value)" : " raddr 0.0.0.0"
            case "rport": text += " rport \(UInt16(value) ?? 0)"
            case "tcptype":
                guard ["active", "passive", "so"].contains(value) else { throw .badCandidate(line) }
                text += " tcptype \(value)"
            default: continue
            }
        }
        if transport == .tcp, !text.contains(" tcptype ") { isAddress = false }
        self.text = text
        isUsable = isAddress && component == 1 && (port > 0 || text.contains("tcptype active"))
    }

    /// An IP address in digits that is not link-local: those need an interface name, which SDP cannot carry.
    private static func isReachable(_ address: String) -> Bool {
        isLiteral(address) && !address.lowercased().hasPrefix("fe80:")
    }

    private static func isLiteral(_ address: String) -> Bool {
        var storage = in6_addr()
        return inet_pton(AF_INET, address, &storage) == 1 || inet_pton(AF_INET6, address, &storage) == 1
    }

    private static func isFoundation(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            || (UInt8(ascii: "+")...UInt8(ascii: "9")).contains(byte)
    }
}
