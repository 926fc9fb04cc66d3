internal import CStemmer

/// Takes the inflection off words: Snowball's algorithm for one language. One thread at a time.
final class Stemmer {
    private let handle: OpaquePointer

    /// - Parameter language: ISO 639-1; nil when Snowball does not know it.
    init?(language: String) {
        guard let handle = sb_stemmer_new(language, "UTF_8") else { return nil }
        self.handle = handle
    }

    deinit { sb_stemmer_delete(handle) }

    /// - Parameter word: In lower case.
    func stem(_ word: String) -> String {
        var word = word
        return word.withUTF8 { bytes in
            guard let stem = sb_stemmer_stem(handle, bytes.baseAddress, Int32(bytes.count)) else {
                return String(decoding: bytes, as: UTF8.self)
            }
            return String(
                decoding: UnsafeBufferPointer(start: stem, count: Int(sb_stemmer_length(handle))), as: UTF8.self)
        }
    }
}
