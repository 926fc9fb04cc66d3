/// English numbers as they are said and as they are written: "six" for 6, "twenty five" for 25, "e zero four" for E04.
enum NumberWords {
    private static let units = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ]
    private static let tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

    /// Words: a serial number or a telephone number is read in parts.
    private static let longest = 8

    private static let digits = Dictionary(
        uniqueKeysWithValues: units.enumerated().map { ($1, String($0)) }
            + tens.enumerated().map { ($1, String(($0 + 2) * 10)) })
    private static let words = Dictionary(uniqueKeysWithValues: digits.map { ($0.value, $0.key) })

    /// The other way to write a number; nil for other words, and for "one", which counts nothing in most questions.
    static func other(_ word: String) -> String? { word == "one" || word == "1" ? nil : digits[word] ?? words[word] }

    /// What the first of several words are when they are written as one: a code letter by letter, or tens and units.
    /// The longest first; each of two words at least, and of ``longest`` at most.
    static func joined(_ words: some Collection<String>) -> [(text: String, words: Int)] {
        var found: [(text: String, words: Int)] = []
        var text = ""
        var hasDigits = false
        var previous = ""
        for (place, word) in words.prefix(longest).enumerated() {
            if word.utf8.count == 1, word.utf8.allSatisfy({ (0x61...0x7a).contains($0) }), !hasDigits {
                text += word
            } else if let digits = digits[word] ?? (Int(word) != nil ? word : nil) {
                // "Twenty five", but not "twenty ten".
                let isUnit = digits.utf8.count == 1 && digits != "0" && tens.contains(previous)
                text = (isUnit ? text.dropLast() : text[...]) + digits
                hasDigits = true
            } else {
                break
            }
            previous = word
            if hasDigits, place > 0 { found.append((text, place + 1)) }
        }
        return found.reversed()
    }
}
