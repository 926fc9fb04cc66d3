internal import Foundation

/// The words English has, and how they are pronounced: the CMU pronouncing dictionary as PocketSphinx's package has it.
///
/// Tells words that are spelt right but stand in no document ("walk") from misspelt ones, and words that a recogniser
/// confuses because they sound the same ("brakes", "breaks"). Keeps 12 bytes a word, reads the file where it lies.
struct EnglishWords: Sendable {
    private let bytes: Data
    /// Of words, in order, each with where its line begins.
    private let hashes: [UInt64]
    private let places: [UInt32]

    /// nil where the dictionary is not installed; then every word that no document has may be misspelt.
    static let installed = EnglishWords(path: "/usr/share/pocketsphinx/model/en-us/cmudict-en-us.dict")

    init?(path: String) {
        guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped),
            bytes.count < Int(UInt32.max)
        else { return nil }
        var entries: [(hash: UInt64, place: UInt32)] = []
        entries.reserveCapacity(140_000)
        bytes.withUnsafeBytes { bytes in
            var start = 0
            while start < bytes.count {
                let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
                let word = bytes[start..<end].prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "(") }
                entries.append((Self.hash(word), UInt32(start)))
                start = end + 1
            }
        }
        entries.sort { ($0.hash, $0.place) < ($1.hash, $1.place) }
        self.bytes = bytes
        hashes = entries.map(\.hash)
        places = entries.map(\.place)
    }

    func contains(_ word: String) -> Bool { !pronunciations(of: word).isEmpty }

    /// Phones with spaces between; most words have one.
    /// - Parameter word: In lower case.
    func pronunciations(of word: String) -> [String] {
        let letters = Array(word.utf8)
        let hash = Self.hash(letters)
        var (low, high) = (0, hashes.count)
        while low < high {
            let middle = (low + high) / 2
            if hashes[middle] < hash { low = middle + 1 } else { high = middle }
        }
        return bytes.withUnsafeBytes { bytes in
            var found: [String] = []
            for index in low..<hashes.count where hashes[index] == hash {
                let line = bytes[Int(places[index])...].prefix { $0 != UInt8(ascii: "\n") }
                guard line.starts(with: letters), let space = line.firstIndex(of: UInt8(ascii: " ")) else { continue }
                found.append(String(decoding: line[(space + 1)...], as: UTF8.self))
            }
            return found
        }
    }

    /// FNV-1a, 64 bits (RFC 9923).
    private static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
