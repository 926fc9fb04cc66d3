internal import CCrypto

/// Encrypts short texts with AES-256 in Galois/Counter Mode (NIST SP 800-38D) through OpenSSL: who changes a sealed text,
/// or puts it in another's place, makes it unreadable.
package struct TextSeal: Sendable {
    /// Bytes of the key.
    package static let keyLength = 32

    private let key: [UInt8]
    /// First byte of what is sealed, so that another way can follow one day.
    private static let version: UInt8 = 1
    /// 96 bits, for which GCM is made (SP 800-38D §5.2.1.1). Random ones may seal 2³² texts with one key (§8.3).
    private static let nonceLength = 12
    private static let tagLength = 16

    /// - Precondition: `key` has ``keyLength`` bytes.
    package init(key: [UInt8]) {
        precondition(key.count == Self.keyLength, "the key of AES-256 has 32 bytes")
        self.key = key
    }

    /// - Parameter place: Where the text belongs, such as a row's id; it opens there alone, and is not in the result.
    /// - Returns: Version, nonce, encrypted text and tag; another one each time.
    package func seal(_ text: String, for place: String) -> [UInt8] {
        let nonce = Secret.randomBytes(Self.nonceLength)
        guard let made = Self.run(key, nonce, place, Array(text.utf8), tag: nil) else {
            preconditionFailure("OpenSSL has no AES-256-GCM")
        }
        return [Self.version] + nonce + made.bytes + made.tag
    }

    /// - Throws: ``SealError/broken``.
    package func open(_ sealed: [UInt8], for place: String) throws(SealError) -> String {
        let overhead = 1 + Self.nonceLength + Self.tagLength
        guard sealed.count >= overhead, sealed[0] == Self.version else { throw .broken }
        let nonce = Array(sealed[1...Self.nonceLength])
        let text = Array(sealed[(1 + Self.nonceLength)..<(sealed.count - Self.tagLength)])
        let tag = Array(sealed.suffix(Self.tagLength))
        guard let opened = Self.run(key, nonce, place, text, tag: tag),
            let text = String(validating: opened.bytes, as: UTF8.self)
        else { throw .broken }
        return text
    }

    /// Encrypts, or decrypts when there is a tag to be met; nil when it is not met.
    private static func run(
        _ key: [UInt8], _ nonce: [UInt8], _ place: String, _ input: [UInt8], tag: [UInt8]?
    ) -> (bytes: [UInt8], tag: [UInt8])? {
        guard let context = EVP_CIPHER_CTX_new() else { return nil }
        // Clears the key schedule, too.
        defer { EVP_CIPHER_CTX_free(context) }
        let (place, isSealing) = (Array(place.utf8), Int32(tag == nil ? 1 : 0))
        var (output, count) = ([UInt8](repeating: 0, count: input.count + 1), Int32(0))
        var newTag = tag ?? [UInt8](repeating: 0, count: tagLength)
        // 12 bytes are the nonce's length by default (EVP_CIPHER-AES(7)).
        guard EVP_CipherInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce, isSealing) == 1,
            EVP_CipherUpdate(context, nil, &count, place, Int32(place.count)) == 1,
            EVP_CipherUpdate(context, &output, &count, input, Int32(input.count)) == 1, Int(count) == input.count
        else { return nil }
        if tag != nil {
            let code = EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tagLength), &newTag)
            guard code == 1 else { return nil }
        }
        var rest = [UInt8](repeating: 0, count: Int(EVP_MAX_BLOCK_LENGTH))
        guard EVP_CipherFinal_ex(context, &rest, &count) == 1 else { return nil }
        if tag == nil {
            let code = EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(tagLength), &newTag)
            guard code == 1 else { return nil }
        }
        return (Array(output.prefix(input.count)), newTag)
    }
}

/// Why a sealed text does not open.
package enum SealError: Error, Equatable, CustomStringConvertible {
    /// It was changed, belongs elsewhere, or was sealed with another key.
    case broken

    package var description: String {
        "The secret cannot be read with this server's secret key; restore the key or store the secret anew."
    }
}
