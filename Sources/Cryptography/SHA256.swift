internal import CCrypto
package import Foundation

/// SHA-256 (FIPS 180-4) through OpenSSL.
package enum SHA256 {
    /// Lower-case hexadecimal digest.
    package static func hex(of data: Data) -> String {
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        let done = data.withUnsafeBytes { EVP_Digest($0.baseAddress, $0.count, &digest, &length, EVP_sha256(), nil) }
        precondition(done == 1, "OpenSSL has no SHA-256")
        return digest.prefix(Int(length)).map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0" + text : text
        }.joined()
    }
}
