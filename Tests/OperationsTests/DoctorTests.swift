import Core
import Cryptography
import Foundation
import Testing

@testable import Operations

@Suite struct DoctorTests {
    @Test(
        "the processor's verdict follows from load, cores and late pictures",
        arguments: [
            (0.1, 0, 2, Examination.Verdict.fine, "room for about 16"),
            (0.1, 9, 2, .warning, "but 9 pictures were late"),
            (0.9, 0, 2, .warning, "room for about 1 "),
            (1.7, 0, 2, .broken, "room for about 0"),
            (0, 0, 1, .fine, "room for about 80"),
        ])
    func processor(share: Double, late: Int, cores: Int, verdict: Examination.Verdict, finding: String) {
        let found = ProcessorCheck.judge(.init(share: share, late: late, cores: cores), height: 480)
        #expect(found.verdict == verdict)
        #expect(found.finding.contains(finding))
        #expect((found.advice == nil) == (verdict == .fine))
    }

    @Test("microphones need HTTPS away from this machine")
    func https() {
        func verdict(_ change: (inout Configuration) -> Void) -> Examination.Verdict {
            var configuration = Configuration()
            change(&configuration)
            return TLSCheck.examine(configuration)[0].verdict
        }
        #expect(verdict { _ in } == .fine)
        #expect(verdict { $0.server.host = "0.0.0.0" } == .warning)
        #expect(
            verdict {
                $0.server.host = "0.0.0.0"
                $0.server.developmentTLS = true
            } == .warning)
        #expect(verdict { $0.server.publicURL = "https://a.example" } == .fine)
        #expect(verdict { $0.server.publicURL = "http://a.example" } == .warning)
        #expect(
            verdict {
                $0.server.tlsCertificate = "/nowhere"
                $0.server.tlsKey = "/nowhere"
            } == .broken)
    }

    @Test("a certificate is fine, about to end, ended, or not its key's")
    func certificates() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "visavis-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (one, other) = (
            try SelfSignedCertificate(commonName: "a", days: 30), try SelfSignedCertificate(commonName: "b")
        )
        var configuration = Configuration()
        configuration.server.tlsCertificate = folder.appending(path: "a.pem").path
        configuration.server.tlsKey = folder.appending(path: "a.key").path
        try one.certificate.write(toFile: configuration.server.tlsCertificate, atomically: true, encoding: .utf8)
        try one.privateKey.write(toFile: configuration.server.tlsKey, atomically: true, encoding: .utf8)
        func verdict(inDays days: Double) -> Examination.Verdict {
            TLSCheck.examine(configuration, at: Date(timeIntervalSinceNow: days * 86_400))[0].verdict
        }
        #expect(verdict(inDays: 1) == .fine)
        #expect(verdict(inDays: 20) == .warning)
        #expect(verdict(inDays: 31) == .broken)
        try other.privateKey.write(toFile: configuration.server.tlsKey, atomically: true, encoding: .utf8)
        #expect(verdict(inDays: 1) == .broken)
        try "nonsense".write(toFile: configuration.server.tlsCertificate, atomically: true, encoding: .utf8)
        #expect(verdict(inDays: 1) == .broken)
    }

    @Test("UDP ports that others hold are not counted as free")
    func udpPorts() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(descriptor, $0, length)
                _ = getsockname(descriptor, $0, &length)
            }
        }
        let port = Int(in_port_t(bigEndian: address.sin_port))
        let found = PortCheck.examineUDP(port...port)
        #expect(found.verdict == .broken)
        #expect(found.finding.hasPrefix("0 of the 1 UDP ports"))
        #expect(PortCheck.examineUDP(nil).verdict == .fine)
    }

    @Test("one broken check is enough to say that it cannot serve; warnings are not")
    func diagnosis() {
        let fine = Examination("a", .fine, "x")
        let warning = Examination("b", .warning, "x", advice: "y")
        #expect(Diagnosis([fine, warning]).canServe)
        #expect(!Diagnosis([fine, Examination("c", .broken, "x", advice: "y"), warning]).canServe)
    }
}
