internal import Foundation

/// Cuts a text into what a person would read out in one breath.
enum Sentences {
    /// In order, without what is between them; line breaks end one, as list items and table rows do.
    static func of(_ text: String) -> [String] {
        var sentences: [String] = []
        for line in text.split(whereSeparator: \.isNewline) {
            var start = line.startIndex
            var index = line.startIndex
            while index < line.endIndex {
                let next = line.index(after: index)
                if isEnd(line, at: index, next) {
                    append(line[start..<next], to: &sentences)
                    start = next
                }
                index = next
            }
            append(line[start...], to: &sentences)
        }
        return sentences
    }

    /// Whether a sentence begins with a word that only the one before explains.
    static func refersBack(_ sentence: String) -> Bool {
        let first = sentence.prefix { $0.isLetter }.lowercased()
        return backward.contains(first)
    }

    private static func append(_ part: Substring, to sentences: inout [String]) {
        let text = part.trimmingCharacters(in: .whitespaces)
        guard !text.isEmpty else { return }
        sentences.append(text)
    }

    private static func isEnd(_ line: Substring, at index: Substring.Index, _ next: Substring.Index) -> Bool {
        switch line[index] {
        case "。", "！", "？", "।", "؟": return true
        case ".", "!", "?", "…":
            guard next < line.endIndex else { return true }
            guard line[next].isWhitespace else { return false }
            guard line[index] == "." else { return true }
            let word = line[..<index].reversed().prefix { !$0.isWhitespace }
            if word.count <= 1 || abbreviations.contains(String(word.reversed()).lowercased()) { return false }
            // "approx. 12 minutes", "Nr. 4": a sentence begins with a capital, a digit or a sign.
            let following = line[next...].first { !$0.isWhitespace }
            return following.map { !$0.isLowercase } ?? true
        default: return false
        }
    }

    private static let abbreviations: Set<String> = [
        "dr", "mr", "mrs", "ms", "prof", "st", "no", "nr", "e.g", "i.e", "etc", "approx", "incl", "max", "min", "tel",
        "z.b", "d.h", "bzw", "ca", "str", "vs", "fig", "p.m", "a.m", "mme", "sr", "sra", "sig", "art", "abs", "dept",
    ]
    private static let backward: Set<String> = [
        "it", "they", "this", "these", "that", "those", "he", "she", "es", "sie", "er", "dies", "diese", "elle", "il",
        "ils", "elles", "cela", "esto", "estos", "questo", "isso", "dit", "deze", "to",
    ]
}
