internal import Foundation

/// The words English has, and how they are pronounced: the CMU pronouncing dictionary as PocketSphinx's package has it.
///
/// Tells words that are spelt right but stand in no document ("walk") from misspelt ones, and words that a recogniser
/// confuses because they sound the same ("brakes", "breaks"). Keeps 8 bytes a word, reads the file where it lies.
struct EnglishWords: Sendable {
    private let bytes: Data
    /// In order, one for each line: 42 bits of its word's hash, 22 of where it begins.
    private let lines: [UInt64]

    /// nil where the dictionary is not installed; then every word that no document has may be misspelt.
    static let installed = EnglishWords(path: "/usr/share/pocketsphinx/model/en-us/cmudict-en-us.dict")

    private static let placeBits = UInt64(22)

    init?(path: String) {
        guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped),
            bytes.count < 1 << Self.placeBits
        else { return nil }
        var lines: [UInt64] = []
        lines.reserveCapacity(140_000)
        bytes.withUnsafeBytes { buffer in
            guard let start = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
            // One pass in the plainest loop: it also runs in builds that are not optimised.
            let end = buffer.count
            var place = 0
            while place < end {
                var hash = Self.offset
                var index = place
                while index < end, start[index] != 0x20, start[index] != 0x28, start[index] != 0x0A {
                    hash = (hash ^ UInt64(start[index])) &* Self.prime
                    index += 1
                }
                lines.append(Self.key(hash) | UInt64(place))
                while index < end, start[index] != 0x0A { index += 1 }
                place = index + 1
            }
        }
        lines.sort()
        self.bytes = bytes
        self.lines = lines
    }

    func contains(_ word: String) -> Bool { !pronunciations(of: word).isEmpty }

    /// Phones with spaces between; most words have one.
    /// - Parameter word: In lower case.
    func pronunciations(of word: String) -> [String] {
        let letters = Array(word.utf8)
        let key = Self.key(letters.reduce(Self.offset) { ($0 ^ UInt64($1)) &* Self.prime })
        var (low, high) = (0, lines.count)
        while low < high {
            let middle = (low + high) / 2
            if lines[middle] < key { low = middle + 1 } else { high = middle }
        }
        var found: [String] = []
        while low < lines.count, Self.key(lines[low]) == key {
            let line = bytes[Int(lines[low] & ((1 << Self.placeBits) - 1))...].prefix { $0 != 0x0A }
            low += 1
            let rest = line.dropFirst(letters.count)
            guard !letters.isEmpty, line.starts(with: letters), rest.first == 0x20 || rest.first == 0x28,
                let space = rest.firstIndex(of: 0x20)
            else { continue }
            found.append(String(decoding: rest[(space + 1)...], as: UTF8.self))
        }
        return found
    }

    /// FNV-1a, 64 bits (G. Fowler, L. C. Noll, K.-P. Vo).
    private static let offset: UInt64 = 0xcbf2_9ce4_8422_2325
    private static let prime: UInt64 = 0x100_0000_01b3

    private static func key(_ hash: UInt64) -> UInt64 { (hash >> placeBits) << placeBits }
}
