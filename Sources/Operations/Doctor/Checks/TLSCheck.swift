internal import Cryptography
internal import Foundation
internal import HTTP

/// Whether browsers will give a microphone to the page: only over HTTPS, or to this machine itself (W3C Secure
/// Contexts §3.1).
enum TLSCheck {
    static func examine(_ configuration: Configuration, at now: Date = Date()) -> [Examination] {
        let server = configuration.server
        if !server.tlsCertificate.isEmpty { return [certificate(server.tlsCertificate, server.tlsKey, now)] }
        if server.developmentTLS {
            return [
                Examination(
                    "https", .warning, "--dev-tls shows a certificate no browser knows; visitors are warned",
                    advice: "get a certificate and set server.tls_certificate and server.tls_key")
            ]
        }
        if server.publicURL.hasPrefix("https://") {
            return [.fine("https", "\(server.publicURL) is HTTPS; a proxy ends it")]
        }
        if ["localhost", "127.0.0.1", "::1"].contains(server.host) && server.publicURL.isEmpty {
            return [.fine("https", "the page is for this machine alone, where browsers ask for no HTTPS")]
        }
        return [
            Examination(
                "https", .warning, "visitors from other machines come without HTTPS: their browsers give no microphone",
                advice:
                    "set server.tls_certificate and server.tls_key, or an https:// server.public_url behind a proxy, "
                    + "or try --dev-tls")
        ]
    }

    private static func certificate(_ certificate: String, _ key: String, _ now: Date) -> Examination {
        guard let text = FileManager.default.contents(atPath: certificate),
            let secret = FileManager.default.contents(atPath: key)
        else {
            return Examination(
                "https", .broken, "the TLS certificate or its key cannot be read",
                advice: "look at the files of server.tls_certificate and server.tls_key and who may read them")
        }
        let identity = TLSIdentity(
            certificates: String(decoding: text, as: UTF8.self), privateKey: String(decoding: secret, as: UTF8.self))
        guard PrivateKey.belongs(identity.privateKey, to: identity.certificates) else {
            return Examination(
                "https", .broken, "the TLS certificate and its key do not belong together",
                advice: "both must be PEM files, the key not encrypted, and of one pair")
        }
        do {
            guard let end = try identity.expiry() else {
                return .fine("https", "the TLS certificate and its key belong together")
            }
            let days = Int((end.timeIntervalSince(now) / 86_400).rounded(.down))
            let finding = "the TLS certificate is valid until \(end.formatted(.iso8601.year().month().day()))"
            if days < 0 {
                return Examination("https", .broken, "the TLS certificate has expired", advice: "renew it")
            }
            if days < 14 { return Examination("https", .warning, finding, advice: "renew it, and restart the server") }
            return .fine("https", finding)
        } catch {
            return Examination("https", .broken, "\(error)", advice: "both must be PEM files, and belong together")
        }
    }
}
