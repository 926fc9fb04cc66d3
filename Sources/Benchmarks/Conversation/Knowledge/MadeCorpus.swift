internal import Core
internal import Foundation

/// Documents of words nobody has, spread as words are: the n-th most frequent one stands 1/n as often as the first
/// (G. K. Zipf, "Human behavior and the principle of least effort", 1949). The first are English function words, so
/// that sentences look like sentences. The same seed gives the same documents.
struct MadeCorpus {
    var random: SplitMix64
    private let words: [String]
    /// Up to each word, its share and that of all before.
    private let shares: [Double]

    init(seed: UInt64, vocabulary: Int = 60_000) {
        random = SplitMix64(seed: seed)
        var words = Self.functionWords
        var known = Set(words)
        while words.count < vocabulary {
            let word = Self.word(&random)
            if known.insert(word).inserted { words.append(word) }
        }
        self.words = words
        var sum = 0.0
        var shares: [Double] = []
        for rank in words.indices {
            sum += 1 / Double(rank + 1)
            shares.append(sum)
        }
        self.shares = shares.map { $0 / sum }
    }

    static func title(of source: String) -> String {
        "Document " + source.drop { !$0.isNumber }.prefix { $0.isNumber }
    }

    /// About 5000 bytes of Markdown with a title, sections and paragraphs.
    mutating func document(_ number: Int) -> String {
        var text = "# Document \(number)\n"
        while text.utf8.count < 4900 {
            if Int.random(in: 0..<3, using: &random) == 0 { text += "\n## \(sentence(2...4))\n" }
            text += "\n"
            for _ in 0..<Int.random(in: 2...6, using: &random) { text += sentence(6...18) + ". " }
            text += "\n"
        }
        return text
    }

    /// Some telling words of one sentence among function words; in one of four a letter is wrong.
    mutating func question(about passages: [String]) -> String {
        let passage = passages.randomElement(using: &random) ?? ""
        let sentences = passage.split(separator: ".").map(String.init).filter { $0.count > 20 }
        let sentence = sentences.randomElement(using: &random) ?? passage
        var telling = sentence.split { !$0.isLetter }.map { $0.lowercased() }
            .filter { $0.count > 3 && !Self.functionWords.contains($0) }
        telling = Array(telling.shuffled(using: &random).prefix(Int.random(in: 3...6, using: &random)))
        if Int.random(in: 0..<4, using: &random) == 0, let place = telling.indices.randomElement(using: &random) {
            var letters = Array(telling[place])
            letters[Int.random(in: 1..<letters.count, using: &random)] = "e"
            telling[place] = String(letters)
        }
        return "how does the " + telling.joined(separator: " ") + " in it"
    }

    private mutating func sentence(_ length: ClosedRange<Int>) -> String {
        var sentence = ""
        for _ in 0..<Int.random(in: length, using: &random) {
            let word = words[rank()]
            sentence += sentence.isEmpty ? word.prefix(1).uppercased() + word.dropFirst() : " " + word
        }
        return sentence
    }

    private mutating func rank() -> Int {
        let wanted = random.unit()
        var (low, high) = (0, shares.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if shares[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func word(_ random: inout SplitMix64) -> String {
        let onsets = [
            "b", "br", "c", "d", "dr", "f", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "pl", "r", "s", "st", "t",
            "tr", "v", "w",
        ]
        let vowels = ["a", "e", "i", "o", "u", "ai", "ea", "ou"]
        let codas = ["", "", "n", "r", "s", "l", "m", "t", "ck", "nd"]
        var word = ""
        for _ in 0..<Int.random(in: 2...4, using: &random) {
            word += (onsets.randomElement(using: &random) ?? "") + (vowels.randomElement(using: &random) ?? "")
        }
        return word + (codas.randomElement(using: &random) ?? "")
    }

    private static let functionWords = """
        the of and to a in is that for it was on are as with be by this have from or at not but which they an were all can \
        there been one their has would what will if more when so no out up into them then some could him time its other than
        """.split(whereSeparator: \.isWhitespace).map(String.init)
}
