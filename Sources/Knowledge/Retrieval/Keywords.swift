internal import Foundation
internal import Storage

/// Names and rare words of passages, for recognisers that can be told what to expect.
enum Keywords {
    /// As they are written, most telling first: names (capitals within a sentence) and words of headings, then others
    /// that are long; what stands often before what stands once.
    static func mostTelling(of passages: [KnowledgePassage], limit: Int) -> [String] {
        var counts: [String: (spelling: String, weight: Double)] = [:]
        var titles: Set<String> = []
        for passage in passages {
            let title = titles.insert(passage.document).inserted ? [passage.title] : []
            let inHeadings = (title + passage.headings).joined(separator: ". ")
            for (text, weight) in [(inHeadings, 2.0), (passage.question ?? "", 1), (passage.text, 0.5)] {
                for (word, isName) in words(of: text) {
                    let folded = TextAnalyzer.fold(word.lowercased())
                    guard folded.count >= 4, !isFunctionWord(folded), !CommonWords.contains(folded) else { continue }
                    let worth = weight * (isName ? 3 : 1) * (folded.count >= 8 ? 1.5 : 1)
                    let known = counts[folded]
                    counts[folded] = (
                        isName || known == nil ? word : known?.spelling ?? word, (known?.weight ?? 0) + worth
                    )
                }
            }
        }
        let sorted = counts.sorted { ($1.value.weight, $0.key) < ($0.value.weight, $1.key) }
        return sorted.prefix(max(limit, 0)).map(\.value.spelling)
    }

    private static func isFunctionWord(_ word: String) -> Bool {
        Language.allCases.contains { $0.functionWords.contains(word) }
    }

    /// Words of letters alone, and whether each is written with a capital where no sentence begins.
    private static func words(of text: String) -> [(String, Bool)] {
        var found: [(String, Bool)] = []
        var sentenceBegins = true
        for part in text.split(whereSeparator: \.isWhitespace) {
            let word = part.trimmingCharacters(in: .punctuationCharacters.union(.symbols))
            let isPlain = !word.isEmpty && word.allSatisfy { $0.isLetter || $0 == "-" }
            if isPlain { found.append((word, !sentenceBegins && word.first?.isUppercase == true)) }
            sentenceBegins = part.last.map { ".!?:".contains($0) } ?? false
        }
        return found
    }
}
