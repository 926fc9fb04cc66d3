internal import CCrypto
internal import Foundation

/// Random tokens and their comparison.
package enum Secret {
    /// `bytes` bytes of the system's randomness as URL-safe base64 without padding (RFC 4648 §5).
    /// 32 bytes give 43 characters and cannot be guessed.
    package static func token(bytes count: Int = 32) -> String {
        Data(randomBytes(count)).base64EncodedString()
            .replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
    }

    package static func randomBytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        precondition(RAND_bytes(&bytes, Int32(count)) == 1, "the system has no randomness")
        return bytes
    }

    /// Whether both are the same, in a time that depends on their lengths alone.
    package static func matches(_ one: String, _ other: String) -> Bool {
        let (one, other) = (Array(one.utf8), Array(other.utf8))
        return one.count == other.count && CRYPTO_memcmp(one, other, one.count) == 0
    }
}
