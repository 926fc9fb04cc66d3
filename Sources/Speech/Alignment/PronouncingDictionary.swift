internal import Foundation

/// Reads a CMUdict-style file: one `word PHONE PHONE …` per line, further ways to say it as `word(2)`.
enum PronouncingDictionary {
    /// The pronunciations of the wanted words, phones in lower case, in the file's order.
    ///
    /// The file (134 000 lines) is scanned once; only wanted words are kept.
    /// - Throws: `modelMissing` when the file cannot be read.
    static func entries(for wanted: Set<String>, in file: URL) throws(AlignmentError) -> [String: [[String]]] {
        guard let data = try? Data(contentsOf: file, options: .mappedIfSafe) else {
            throw .modelMissing(file: file.path)
        }
        let hashes = Set(wanted.map { hash(Array($0.utf8)[...]) })
        var entries: [String: [[String]]] = [:]
        data.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
            var start = 0
            while start < bytes.count {
                // The word ends at the first space or "(": neither occurs inside one.
                var end = start
                var hash = basis
                while end < bytes.count, bytes[end] > 0x20, bytes[end] != 0x28 {
                    hash = (hash ^ UInt64(bytes[end])) &* prime
                    end += 1
                }
                var line = end
                while line < bytes.count, bytes[line] != 0x0A { line += 1 }
                if hashes.contains(hash) {
                    let word = String(decoding: bytes[start..<end], as: UTF8.self)
                    if wanted.contains(word) {
                        let phones = String(decoding: bytes[end..<line], as: UTF8.self).lowercased()
                            .split(whereSeparator: \.isWhitespace).map(String.init).filter { !$0.hasPrefix("(") }
                        if !phones.isEmpty, phones.allSatisfy({ PhoneSet.index[$0] != nil }) {
                            entries[word, default: []].append(phones)
                        }
                    }
                }
                start = line + 1
            }
        }
        return entries
    }

    // FNV-1a, 64 bit (Fowler, Noll, Vo).
    private static let basis: UInt64 = 0xcbf2_9ce4_8422_2325
    private static let prime: UInt64 = 0x100_0000_01b3

    private static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(basis) { ($0 ^ UInt64($1)) &* prime }
    }
}
