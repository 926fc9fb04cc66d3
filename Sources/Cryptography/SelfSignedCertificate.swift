internal import CCrypto
internal import Foundation

/// An EC P-256 key and a certificate signed with it.
///
/// P-256 because browsers and DTLS stacks that offer only ECDSA suites refuse RSA.
package struct SelfSignedCertificate: Sendable {
    /// PEM text (RFC 7468).
    package let certificate: String
    /// PEM text, PKCS #8, unencrypted.
    package let privateKey: String
    /// SHA-256 of the DER certificate as SDP writes it (RFC 8122 §5): upper-case pairs with colons between.
    package let fingerprint: String

    package struct Failure: Error, Equatable, CustomStringConvertible {
        package let step: String
        package var description: String { "OpenSSL could not make a certificate (\(step))." }
    }

    /// - Parameters:
    ///   - commonName: Who it is for; at most 64 characters (RFC 5280 appendix A.1).
    ///   - hosts: DNS names and IP addresses it is valid for; empty for DTLS, which checks the fingerprint alone.
    ///   - days: Valid from an hour ago, for clocks that are late.
    package init(commonName: String, hosts: [String] = [], days: Int = 365) throws(Failure) {
        guard let key = ccrypto_make_p256_key() else { throw Failure(step: "key") }
        defer { EVP_PKEY_free(key) }
        guard let x509 = X509_new() else { throw Failure(step: "certificate") }
        defer { X509_free(x509) }
        X509_set_version(x509, 2)
        let serial = Secret.randomBytes(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } >> 1
        ASN1_INTEGER_set_uint64(X509_get_serialNumber(x509), serial)
        X509_gmtime_adj(X509_getm_notBefore(x509), -3600)
        X509_gmtime_adj(X509_getm_notAfter(x509), days * 86_400)
        guard X509_set_pubkey(x509, key) == 1 else { throw Failure(step: "public key") }
        let name = X509_get_subject_name(x509)
        let utf8 = Array(commonName.utf8.prefix(64))
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, utf8, Int32(utf8.count), -1, 0)
        X509_set_issuer_name(x509, name)
        if !hosts.isEmpty { try Self.addAlternativeNames(hosts, to: x509) }
        guard X509_sign(x509, key, EVP_sha256()) > 0 else { throw Failure(step: "signature") }

        certificate = try Self.text("certificate PEM") { PEM_write_bio_X509($0, x509) }
        privateKey = try Self.text("key PEM") { PEM_write_bio_PKCS8PrivateKey($0, key, nil, nil, 0, nil, nil) }
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        guard X509_digest(x509, EVP_sha256(), &digest, &length) == 1 else { throw Failure(step: "fingerprint") }
        fingerprint = digest.prefix(Int(length)).map { String(format: "%02X", $0) }.joined(separator: ":")
    }

    private static func addAlternativeNames(_ hosts: [String], to x509: OpaquePointer) throws(Failure) {
        let names = hosts.map { (isAddress($0) ? "IP:" : "DNS:") + $0 }.joined(separator: ",")
        guard let extended = X509V3_EXT_conf_nid(nil, nil, NID_subject_alt_name, names) else {
            throw Failure(step: "host names")
        }
        defer { X509_EXTENSION_free(extended) }
        guard X509_add_ext(x509, extended, -1) == 1 else { throw Failure(step: "host names") }
    }

    private static func isAddress(_ host: String) -> Bool {
        guard let address = a2i_IPADDRESS(host) else { return false }
        ASN1_OCTET_STRING_free(address)
        return true
    }

    private static func text(_ step: String, _ write: (OpaquePointer) -> Int32) throws(Failure) -> String {
        guard let bio = BIO_new(BIO_s_mem()) else { throw Failure(step: step) }
        defer { BIO_free(bio) }
        guard write(bio) == 1 else { throw Failure(step: step) }
        var bytes: UnsafeMutablePointer<CChar>?
        let count = ccrypto_memory(bio, &bytes)
        guard let bytes, count > 0 else { throw Failure(step: step) }
        return String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
    }
}
