internal import Cryptography
internal import Foundation

enum CertificateFingerprint {
    /// As SDP writes it (RFC 8122 §5); nil when `pem` holds no certificate.
    static func sha256(pem: String) -> String? {
        let lines = pem.split(whereSeparator: \.isNewline)
        guard let first = lines.firstIndex(of: "-----BEGIN CERTIFICATE-----"),
            let last = lines[first...].firstIndex(of: "-----END CERTIFICATE-----"),
            let der = Data(base64Encoded: lines[(first + 1)..<last].joined())
        else { return nil }
        let hex = Array(SHA256.hex(of: der).uppercased())
        return stride(from: 0, to: hex.count, by: 2).map { String(hex[$0...($0 + 1)]) }.joined(separator: ":")
    }
}
