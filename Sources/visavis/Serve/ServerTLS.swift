internal import Cryptography
internal import Foundation
internal import HTTP
internal import Operations

/// The certificate the server shows, from files or made by itself.
enum ServerTLS {
    /// - Returns: nil for plain HTTP.
    static func identity(_ configuration: Configuration, in folder: DataFolder) throws -> TLSIdentity? {
        if configuration.server.developmentTLS { return try developmentIdentity(in: folder.url) }
        guard !configuration.server.tlsCertificate.isEmpty else { return nil }
        let certificates = try read(configuration.server.tlsCertificate, "server.tls_certificate")
        let key = try read(configuration.server.tlsKey, "server.tls_key")
        // GIO takes any pair; every handshake would fail.
        guard PrivateKey.belongs(key, to: certificates) else { throw ServeError.keyDoesNotMatch }
        return TLSIdentity(certificates: certificates, privateKey: key)
    }

    private static func read(_ path: String, _ setting: String) throws(ServeError) -> String {
        guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8)
        else { throw .cannotReadFile(path: path, setting: setting) }
        return text
    }

    /// The same one at every start, so that a browser's exception stays; made anew when the machine's names change or
    /// after 300 of its 365 days.
    private static func developmentIdentity(in folder: URL) throws -> TLSIdentity {
        let place = folder.appending(path: "dev-tls.json")
        let hosts = ["localhost", "127.0.0.1", "::1"] + OwnAddresses.names() + OwnAddresses.all()
        if let data = try? Data(contentsOf: place), let kept = try? JSONDecoder().decode(Kept.self, from: data),
            kept.hosts == hosts, kept.made.timeIntervalSinceNow > -300 * 86_400, kept.made.timeIntervalSinceNow < 60
        {
            return TLSIdentity(certificates: kept.certificate, privateKey: kept.privateKey)
        }
        let made = try SelfSignedCertificate(commonName: "Visavis development", hosts: hosts)
        let kept = Kept(hosts: hosts, made: Date(), certificate: made.certificate, privateKey: made.privateKey)
        let data = try JSONEncoder().encode(kept)
        guard FileManager.default.createFile(atPath: place.path, contents: data, attributes: [.posixPermissions: 0o600])
        else { throw CommandError.cannotWrite(path: place.path, reason: "the data folder takes no file") }
        return TLSIdentity(certificates: made.certificate, privateKey: made.privateKey)
    }

    private struct Kept: Codable {
        var hosts: [String]
        var made: Date
        var certificate: String
        var privateKey: String
    }
}
