internal import CSoup
package import Foundation

/// A certificate chain and its private key, both PEM text.
package struct TLSIdentity: Sendable {
    package var certificates: String
    package var privateKey: String

    package init(certificates: String, privateKey: String) {
        self.certificates = certificates
        self.privateKey = privateKey
    }

    /// When the first certificate ends; nil when it does not say.
    /// - Throws: ``HTTPServerError/badCertificate(reason:)`` when a server could not use it.
    package func expiry() throws(HTTPServerError) -> Date? {
        let certificate = try load()
        defer { csoup_unref(certificate) }
        guard let time = g_tls_certificate_get_not_valid_after(certificate) else { return nil }
        defer { g_date_time_unref(time) }
        return Date(timeIntervalSince1970: TimeInterval(g_date_time_to_unix(time)))
    }

    /// - Returns: To be unreferenced by the caller.
    func load() throws(HTTPServerError) -> UnsafeMutablePointer<GTlsCertificate> {
        var error: UnsafeMutablePointer<GError>?
        defer { g_clear_error(&error) }
        let text = certificates + "\n" + privateKey
        guard let certificate = g_tls_certificate_new_from_pem(text, text.utf8.count, &error) else {
            throw .badCertificate(reason: error.map { String(cString: $0.pointee.message) } ?? "unknown")
        }
        return certificate
    }
}
