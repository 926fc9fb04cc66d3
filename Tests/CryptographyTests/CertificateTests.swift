import Cryptography
import Foundation
import Testing

struct CertificateTests {
    @Test("a certificate comes with its key and the fingerprint SDP wants")
    func form() throws {
        let made = try SelfSignedCertificate(commonName: "visavis", hosts: ["localhost", "127.0.0.1", "::1"])
        #expect(made.certificate.hasPrefix("-----BEGIN CERTIFICATE-----\n"))
        #expect(made.privateKey.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
        let pairs = made.fingerprint.split(separator: ":")
        #expect(pairs.count == 32)
        #expect(pairs.allSatisfy { $0.count == 2 && UInt8($0, radix: 16) != nil && $0 == $0.uppercased() })
        let lines = made.certificate.split(separator: "\n").dropFirst().dropLast()
        let der = try #require(Data(base64Encoded: lines.joined()))
        #expect(SHA256.hex(of: der).uppercased() == made.fingerprint.replacingOccurrences(of: ":", with: ""))
    }

    @Test("a host name that cannot stand in a certificate is refused")
    func badHost() {
        #expect(throws: SelfSignedCertificate.Failure.self) {
            try SelfSignedCertificate(commonName: "visavis", hosts: ["a,b:c\n"])
        }
    }
}

struct SecretTests {
    @Test("tokens are URL-safe, long and never the same")
    func tokens() {
        let tokens = Set((0..<100).map { _ in Secret.token() })
        #expect(tokens.count == 100)
        #expect(tokens.allSatisfy { $0.count == 43 && !$0.contains { "+/=".contains($0) } })
    }

    @Test(
        "only equal secrets match",
        arguments: [("a", "a", true), ("a", "b", false), ("a", "ab", false), ("", "", true)])
    func matching(_ one: String, _ other: String, _ same: Bool) {
        #expect(Secret.matches(one, other) == same)
    }
}

@Suite struct PrivateKeyTests {
    @Test("a key belongs to its own certificate alone")
    func pairs() throws {
        let (one, other) = (try SelfSignedCertificate(commonName: "a"), try SelfSignedCertificate(commonName: "b"))
        #expect(PrivateKey.belongs(one.privateKey, to: one.certificate))
        #expect(PrivateKey.belongs(one.privateKey, to: one.certificate + other.certificate))
        #expect(!PrivateKey.belongs(one.privateKey, to: other.certificate))
        #expect(!PrivateKey.belongs("", to: one.certificate))
        #expect(!PrivateKey.belongs(one.privateKey, to: "nonsense"))
        #expect(!PrivateKey.belongs(one.certificate, to: one.certificate))
    }
}
