internal import Core
internal import Foundation
internal import HTTP

/// Ports the server listens on and sends media from.
enum PortCheck {
    static func examine(_ configuration: Configuration) async -> Examination {
        let (host, port) = (configuration.server.host, configuration.server.port)
        let server = HTTPServer(
            HTTPServerConfiguration(host: host, port: port), router: Router(), metrics: Metrics(), log: .silent)
        do {
            let addresses = try await server.start()
            await server.stop(within: .zero)
            return .fine("port", "free: " + addresses.map(\.description).joined(separator: ", "))
        } catch HTTPServerError.portInUse {
            return Examination(
                "port", .warning, "port \(port) of \(host) is in use, by a running visavis or another program",
                advice: "if it is another program's, choose another with --port")
        } catch {
            return Examination("port", .broken, "\(error)", advice: "set server.host and server.port")
        }
    }

    /// Counts the free ones of the range by taking each for a moment.
    static func examineUDP(_ range: ClosedRange<Int>?) -> Examination {
        guard let range else {
            return .fine("udp-ports", "media may use any UDP port; with a firewall, set ice.udp_ports and open those")
        }
        let free = range.count { isFree(port: $0) }
        let finding = "\(free) of the \(range.count) UDP ports \(range.lowerBound)-\(range.upperBound) are free"
        if free == 0 {
            return Examination("udp-ports", .broken, finding, advice: "choose another range in ice.udp_ports")
        }
        if free < 16 {
            return Examination(
                "udp-ports", .warning, finding + ", and each viewer takes one or two",
                advice: "widen ice.udp_ports to the number of viewers you expect")
        }
        return .fine("udp-ports", finding)
    }

    private static func isFree(port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
