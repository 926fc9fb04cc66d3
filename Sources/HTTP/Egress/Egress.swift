/// Which addresses the server itself may connect to.
///
/// Asked with the very address a socket is about to connect to, after names are resolved, for every connection: a name
/// that resolves to something else the second time gains nothing.
package struct Egress: Sendable, Equatable {
    /// Who chose the address of a request.
    package enum Reach: Sendable, Equatable {
        /// Somebody who talks to this server: public addresses alone, and what the operator allows.
        case untrusted
        /// The operator, in the configuration: any address but multicast, at the origin that is configured. A redirect
        /// to elsewhere is `untrusted`.
        case configured
    }

    /// Names and ranges that may be reached although they are private.
    package struct Allowance: Sendable, Equatable {
        enum Kind: Equatable {
            /// Lower case.
            case host(String)
            /// Lower case, beginning with a dot.
            case suffix(String)
            case range(AddressRange)
        }

        let kind: Kind

        /// A host (`wiki.lan`), all hosts below one (`*.lan`), an address or a CIDR range (`10.1.0.0/16`).
        /// - Returns: nil when it is none of these.
        package init?(_ text: String) {
            let text = text.lowercased()
            if let range = AddressRange(
                text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text)
            {
                kind = .range(range)
                return
            }
            let isSuffix = text.hasPrefix("*.")
            let name = isSuffix ? text.dropFirst(2) : text[...]
            let isName = name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
                !label.isEmpty && label.utf8.count <= 63
                    && label.utf8.allSatisfy {
                        $0 == 45 || $0 == 95 || (48...57).contains($0) || (97...122).contains($0)
                    }
            }
            // Four numbers that are no address are a mistake, not a name.
            guard isName, name.utf8.count <= 253, name.contains(where: { $0.isLetter }) else { return nil }
            kind = isSuffix ? .suffix("." + name) : .host(String(name))
        }
    }

    package var allowances: [Allowance]

    /// Public addresses, and `allowances`.
    package init(allowing allowances: [Allowance] = []) { self.allowances = allowances }

    /// - Parameter host: The name or address of the URL, without brackets.
    package func permits(_ address: IPAddress, host: String, for reach: Reach) -> Bool {
        if Self.multicast.contains(where: { $0.contains(address) }) { return false }
        if reach == .configured || Self.isPublic(address) { return true }
        let host = host.lowercased()
        return allowances.contains { allowance in
            switch allowance.kind {
            case .host(let name): name == host
            case .suffix(let suffix): host.hasSuffix(suffix)
            case .range(let range): range.contains(address)
            }
        }
    }

    /// Whether the address is one of the public Internet, by IANA's registries of special-purpose addresses (RFC 6890).
    package static func isPublic(_ address: IPAddress) -> Bool {
        if address.isIPv4 { return !special4.contains { $0.contains(address) } }
        if let inner = embedded(in: address) { return isPublic(inner) }
        return global6.contains(address) && !special6.contains { $0.contains(address) }
    }

    /// The IPv4 address a NAT64 translates to (RFC 6052 §2.1).
    private static func embedded(in address: IPAddress) -> IPAddress? {
        nat64.contains(address) ? IPAddress(bytes: Array(address.bytes[12...])) : nil
    }

    private static func ranges(_ texts: [String]) -> [AddressRange] { texts.compactMap(AddressRange.init) }

    private static let multicast = ranges(["224.0.0.0/4", "255.255.255.255/32", "ff00::/8"])
    /// This network, private, shared, loopback, link-local, IETF, documentation, 6to4 relays, benchmarks, multicast and
    /// reserved.
    private static let special4 = ranges([
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    ])
    private static let nat64 = AddressRange("64:ff9b::/96")!
    /// Global unicast, the only part IANA has given out (RFC 4291 §2.4).
    private static let global6 = AddressRange("2000::/3")!
    /// IETF and Teredo, documentation, 6to4, documentation again (RFC 9637).
    private static let special6 = ranges(["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"])
}
