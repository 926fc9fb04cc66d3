internal import Foundation

/// How much likelier a hypothesis becomes with words that are expected, such as those of the documents one asks about
/// (shallow fusion with a prefix tree, Zhao et al. 2019, "Shallow-fusion end-to-end contextual biasing").
///
/// A word's part is worth its share, and worth nothing when another word comes of it.
struct WordBias: Sendable {
    /// How often an expected word is held to come, and how much it can be worth at most (natural logarithms). On 210
    /// questions three times as often, and 2 or 4 instead of 3, misheard up to 0.7 % of the words more.
    private static let (probability, most) = (3e-4, 3.0)

    /// Of every beginning of an expected word, in lower case.
    private let worth: [String: Double]
    private let words: Set<String>

    /// The word that is being written, and what it was worth so far.
    struct Place: Equatable, Sendable {
        fileprivate var word = ""
        fileprivate var earned = 0.0
    }

    /// - Parameter sentences: Says how often words are said anyway; nil takes all for rare.
    init(_ keywords: [String], sentences: TrigramModel?) {
        var worth: [String: Double] = [:]
        var words: Set<String> = []
        for keyword in keywords.flatMap({ TrigramModel.words(of: $0) }) where words.insert(keyword).inserted {
            let usual = sentences.map { $0.logProbability(of: keyword) } ?? -.infinity
            let gain = min(log(Self.probability) - usual, Self.most)
            guard gain > 0 else { continue }
            let letters = Array(keyword)
            for length in 1...letters.count {
                let part = gain * Double(length) / Double(letters.count)
                let beginning = String(letters[..<length])
                worth[beginning] = max(worth[beginning] ?? 0, part)
            }
        }
        self.worth = worth
        self.words = words
    }

    /// - Parameter piece: In lower case, with a space before it where a word begins; nil for the end.
    /// - Returns: Where it leads, and what is won or lost.
    func step(_ place: Place, _ piece: String?) -> (Place, Double) {
        guard !worth.isEmpty else { return (place, 0) }
        let goesOn = piece.map { $0.first?.isLetter == true || $0.first == "'" } ?? false
        if goesOn, let piece {
            let word = place.word + piece
            let earned = worth[word] ?? 0
            return (Place(word: word, earned: earned), earned - place.earned)
        }
        let lost = words.contains(place.word) ? 0 : place.earned
        let word = piece.map { String($0.drop { $0 == " " }) } ?? ""
        let earned = worth[word] ?? 0
        return (Place(word: word, earned: earned), earned - lost)
    }
}
