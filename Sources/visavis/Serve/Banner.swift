internal import Foundation
internal import HTTP
internal import Operations

/// What a person reads when the server has started.
enum Banner {
    static func text(
        _ server: LiveServer, _ configuration: Configuration, folder: DataFolder, firstKey: String?
    ) -> String {
        var lines = ["Visavis \(Visavis.version) is running.", "", "  page      \(url(server, configuration))"]
        lines.append(firstKey.map(key) ?? "  API key   as before; more: visavis key create")
        lines.append("  data      \(folder.url.path)")
        if server.addresses.contains(where: { isPublic($0.address) }) {
            let scheme = server.isSecure ? "https" : "http"
            let port = server.addresses[0].port
            let others = OwnAddresses.all().filter { !$0.contains(":") }.map { "\(scheme)://\($0):\(port)" }
            if !others.isEmpty { lines.append("  network   " + others.joined(separator: "  ")) }
            if !server.isSecure && configuration.server.publicURL.isEmpty {
                lines.append(
                    "            without HTTPS, browsers give microphones to pages of localhost alone: --dev-tls")
            }
        }
        return (lines + ["", "Ctrl-C stops it."]).joined(separator: "\n") + "\n"
    }

    static func key(_ secret: String) -> String { "  API key   \(secret)   (keep it: it is shown this once)" }

    private static func url(_ server: LiveServer, _ configuration: Configuration) -> String {
        if !configuration.server.publicURL.isEmpty { return configuration.server.publicURL }
        let host = isPublic(configuration.server.host) ? "localhost" : configuration.server.host
        let name = host.contains(":") ? "[\(host)]" : host
        return "\(server.isSecure ? "https" : "http")://\(name):\(server.addresses[0].port)"
    }

    private static func isPublic(_ address: String) -> Bool { address == "0.0.0.0" || address == "::" }
}
