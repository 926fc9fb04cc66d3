internal import CCrypto

/// Private keys as PEM text.
package enum PrivateKey {
    /// Whether `key` is the one of the first certificate in `certificates`; also false when either is no PEM text, or the
    /// key is encrypted.
    package static func belongs(_ key: String, to certificates: String) -> Bool {
        // An encrypted key would ask for its password on the terminal: it gets none.
        guard let certificateText = memory(certificates), let keyText = memory(key) else { return false }
        defer {
            BIO_free(certificateText)
            BIO_free(keyText)
        }
        guard let certificate = PEM_read_bio_X509(certificateText, nil, { _, _, _, _ in 0 }, nil) else { return false }
        defer { X509_free(certificate) }
        guard let key = PEM_read_bio_PrivateKey(keyText, nil, { _, _, _, _ in 0 }, nil) else { return false }
        defer { EVP_PKEY_free(key) }
        return X509_check_private_key(certificate, key) == 1
    }

    private static func memory(_ text: String) -> OpaquePointer? {
        guard let bio = BIO_new(BIO_s_mem()) else { return nil }
        let bytes = Array(text.utf8)
        guard bytes.isEmpty || BIO_write(bio, bytes, Int32(bytes.count)) == bytes.count else {
            BIO_free(bio)
            return nil
        }
        return bio
    }
}
