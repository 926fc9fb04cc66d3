internal import Storage

/// The words that documents have, to find those a question may have meant. One thread at a time.
///
/// About 200 bytes a word. Words only come; those of documents that are gone match nothing and do no harm.
final class Vocabulary {
    private var words: [[UInt8]] = []
    private var terms: [String] = []
    private var known: Set<String> = []
    private var byWord: [String: [Int32]] = [:]
    private var bySound: [String: [Int32]] = [:]
    /// By how English says it.
    private var byPronunciation: [String: [Int32]] = [:]
    private let english: EnglishWords?
    /// By the first and the last four letters.
    private var byBeginning: [UInt32: [Int32]] = [:]
    private var byEnd: [UInt32: [Int32]] = [:]
    /// By each pair of neighbouring letters, word boundaries included.
    private var byPair: [UInt16: [Int32]] = [:]

    init(english: EnglishWords? = .installed) { self.english = english }

    var count: Int { words.count }

    func add(_ entry: KnowledgeWord) {
        guard byWord[entry.word]?.contains(where: { terms[Int($0)] == entry.term }) != true else { return }
        let index = Int32(words.count)
        let letters = Array(entry.word.utf8)
        words.append(letters)
        terms.append(entry.term)
        known.insert(entry.term)
        byWord[entry.word, default: []].append(index)
        // What holds a digit is never a misspelling of something else.
        guard letters.count >= 3, !letters.contains(where: { $0 &- 0x30 < 10 }) else { return }
        for sound in english?.pronunciations(of: entry.word) ?? [] { byPronunciation[sound, default: []].append(index) }
        if let sound = SoundKey.of(entry.word) { bySound[sound, default: []].append(index) }
        if letters.count >= 5 {
            byBeginning[Self.four(letters.prefix(4)), default: []].append(index)
            byEnd[Self.four(letters.suffix(4)), default: []].append(index)
        }
        for pair in Self.pairs(letters) { byPair[pair, default: []].append(index) }
    }

    /// Terms of exactly this word.
    func terms(of word: String) -> [String] { (byWord[word] ?? []).map { terms[Int($0)] } }

    /// Whether some document has, or had, a word with this term.
    func hasTerm(_ term: String) -> Bool { known.contains(term) }

    func contains(_ word: String) -> Bool { byWord[word] != nil }

    /// A term that may be meant, and how sure that is, 0…1.
    typealias Variant = (term: String, weight: Double)

    /// Words that differ in a few letters, or sound alike; best first, at most 6.
    /// - Parameter isWord: It is spelt as some word is, so that another is meant only if it also sounds much the same:
    ///   "tyre" for "tire", but not "wall" for "walk".
    func misspellings(of word: String, isWord: Bool = false) -> [Variant] {
        let letters = Array(word.utf8)
        let limit = letters.count < 4 ? 0 : letters.count < 7 || isWord ? 1 : 2
        let sound = SoundKey.of(word)
        guard letters.count >= 3, letters.count <= 40, !letters.contains(where: { $0 &- 0x30 < 10 }) else { return [] }
        var found: [(index: Int32, weight: Double)] = []
        for index in limit == 0 ? [] : neighbours(letters, limit) {
            let other = words[Int(index)]
            guard let distance = EditDistance.between(letters, other, atMost: limit), distance > 0 else { continue }
            if isWord {
                guard let sound, sound == SoundKey.of(String(decoding: other, as: UTF8.self)) else { continue }
                found.append((index, 0.6))
                continue
            }
            // A wrong first letter is rare (J. J. Pollock & A. Zamora, CACM 27(4), 1984).
            let first = letters[0] == other[0] ? 0 : 0.1
            found.append((index, (distance == 1 ? 0.9 : 0.75) - first))
        }
        if let sound, !isWord {
            let similar = max(letters.count / 2, 2)
            for index in (bySound[sound] ?? []).prefix(200) where !found.contains(where: { $0.index == index }) {
                let other = words[Int(index)]
                guard let distance = EditDistance.between(letters, other, atMost: similar) else { continue }
                // Short words sound like many others.
                guard sound.utf8.count >= 3 || distance <= 1 else { continue }
                found.append((index, 0.8 - 0.3 * Double(distance) / Double(max(letters.count, other.count))))
            }
        }
        let best = found.sorted { ($1.weight, $0.index) < ($0.weight, $1.index) }
        return Self.distinct(best.map { (terms[Int($0.index)], $0.weight) }, limit: 6)
    }

    /// Words that English says the same way, such as "brakes" for "breaks".
    func homophones(of word: String) -> [String] {
        let sounds = english?.pronunciations(of: word) ?? []
        return Set(sounds.flatMap { byPronunciation[$0] ?? [] }).sorted().map { terms[Int($0)] }
    }

    /// Words of the same family by their letters: one begins with the other, or nearly. For languages with compounds
    /// also those that end with it. Best first, at most 8.
    func relatives(of word: String, compounds: Bool) -> [Variant] {
        let letters = Array(word.utf8)
        guard letters.count >= 5 else { return [] }
        var found: [(index: Int32, weight: Double)] = []
        for index in byBeginning[Self.four(letters.prefix(4))] ?? [] {
            let other = words[Int(index)]
            let common = zip(letters, other).prefix { $0 == $1 }.count
            let (shorter, longer) = (min(letters.count, other.count), max(letters.count, other.count))
            guard longer > common || shorter != longer else { continue }
            if common == shorter, common >= 5, compounds || longer - common <= 5 {
                found.append((index, 0.75 - 0.03 * Double(min(longer - common, 10))))
            } else if common >= 5, common * 10 >= longer * 7 {
                found.append((index, 0.6))
            }
        }
        if compounds {
            for index in byEnd[Self.four(letters.suffix(4))] ?? [] {
                let other = words[Int(index)]
                guard other.count != letters.count, min(other.count, letters.count) >= 5 else { continue }
                let ends =
                    other.count > letters.count
                    ? other.suffix(letters.count).elementsEqual(letters)
                    : letters.suffix(other.count).elementsEqual(other)
                if ends { found.append((index, 0.5)) }
            }
        }
        let best = found.sorted { ($1.weight, $0.index) < ($0.weight, $1.index) }
        return Self.distinct(best.map { (terms[Int($0.index)], $0.weight) }, limit: 8)
    }

    /// Two known words a word is made of when the space between them is left out.
    func parts(of word: String) -> (String, String)? {
        guard word.utf8.count >= 6, word.utf8.count <= 40, word.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        for cut in 3...(word.utf8.count - 3) {
            let (left, right) = (String(word.prefix(cut)), String(word.dropFirst(cut)))
            if contains(left), contains(right) { return (left, right) }
        }
        return nil
    }

    /// Words that share enough pairs of letters to be within the distance; at most 200, the most similar first.
    private func neighbours(_ letters: [UInt8], _ limit: Int) -> [Int32] {
        let pairs = Self.pairs(letters)
        // One edit changes two pairs, a swap three.
        let least = max(pairs.count - 3 * limit, 1)
        var shared = [UInt8](repeating: 0, count: words.count)
        var touched: [Int32] = []
        for pair in pairs {
            for index in byPair[pair] ?? [] where abs(words[Int(index)].count - letters.count) <= limit {
                if shared[Int(index)] == 0 { touched.append(index) }
                shared[Int(index)] += 1
            }
        }
        let candidates = touched.filter { shared[Int($0)] >= least }
        return Array(candidates.sorted { (shared[Int($1)], $0) < (shared[Int($0)], $1) }.prefix(200))
    }

    private static func distinct(_ variants: [Variant], limit: Int) -> [Variant] {
        var seen: Set<String> = []
        return Array(variants.filter { seen.insert($0.term).inserted }.prefix(limit))
    }

    private static func four(_ letters: ArraySlice<UInt8>) -> UInt32 { letters.reduce(0) { $0 << 8 | UInt32($1) } }

    private static func pairs(_ letters: [UInt8]) -> Set<UInt16> {
        var pairs: Set<UInt16> = []
        var last: UInt8 = 0
        for letter in letters {
            pairs.insert(UInt16(last) << 8 | UInt16(letter))
            last = letter
        }
        pairs.insert(UInt16(last) << 8)
        return pairs
    }
}
