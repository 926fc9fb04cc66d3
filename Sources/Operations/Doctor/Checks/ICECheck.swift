internal import Foundation
internal import Media

/// Ways for media: this machine's own addresses, what a STUN server sees, what a TURN server relays.
///
/// A real peer gathers its candidates (RFC 8445 §5.1.1); with a TURN server that includes logging in.
enum ICECheck {
    static func examine(_ configuration: Configuration) async -> [Examination] {
        var servers = configuration.ice.stun.isEmpty ? [] : [ICEServer(urls: configuration.ice.stun)]
        if !configuration.ice.turn.isEmpty {
            servers.append(
                ICEServer(
                    urls: configuration.ice.turn, username: configuration.ice.username,
                    credential: configuration.ice.credential))
        }
        let offer: String
        do {
            offer = try await gather(servers, configuration)
        } catch {
            return [Examination("webrtc", .broken, "WebRTC does not start: \(error)", advice: "see plugins above")]
        }
        let candidates = offer.split { $0.isNewline }.filter { $0.hasPrefix("a=candidate:") }
        func count(_ kind: String, _ transport: String = "UDP") -> Int {
            candidates.count {
                $0.contains(" typ \(kind)") && $0.uppercased().contains(" \(transport) ")
            }
        }
        var found: [Examination] = []
        found.append(
            count("host") > 0
                ? .fine("udp", "\(count("host")) of this machine's addresses can take UDP media")
                : Examination(
                    "udp", .broken, "no UDP port could be opened for media",
                    advice: "look at ice.udp_ports, the network interfaces and the firewall"))
        if configuration.ice.stun.isEmpty {
            found.append(
                Examination(
                    "stun", .skipped, "no STUN server is set; needed only when this machine is behind NAT"))
        } else if count("srflx") > 0 {
            found.append(.fine("stun", "a STUN server answers over UDP"))
        } else {
            found.append(
                Examination(
                    "stun", .warning, "no STUN server shows another address of this machine",
                    advice:
                        "fine when its own address is public; otherwise see that UDP to the servers of ice.stun is open"
                ))
        }
        if configuration.ice.turn.isEmpty {
            found.append(
                Examination(
                    "turn", .skipped, "no TURN server is set; clients in strict networks may see no picture"))
        } else if candidates.contains(where: { $0.contains(" typ relay") }) {
            found.append(.fine("turn", "a TURN server relays"))
        } else {
            found.append(
                Examination(
                    "turn", .broken, "no TURN server of ice.turn relays",
                    advice: "look at its address, ice.username and ice.credential, and that its port is open"))
        }
        return found
    }

    private static func gather(_ servers: [ICEServer], _ configuration: Configuration) async throws -> String {
        try WebRTC.warmUp()
        var peer = PeerConfiguration(codec: .vp8, height: 480)
        peer.iceServers = servers
        peer.udpPorts = configuration.udpPorts
        peer.allowsTCP = configuration.ice.tcp
        let connection = try WebRTCPeer(peer)
        defer { connection.close() }
        return try await connection.offer()
    }
}
