internal import ExtractWire

/// "Q: … A: …" and its like in several languages.
enum QuestionMarkers {
    enum Marker: Equatable { case question, answer }

    private struct Labels {
        var questions: [String]
        var answers: [String]
    }

    /// Which letters mean question and answer belongs together: "F:" asks in German and names a film elsewhere.
    private static let languages: [Labels] = [
        Labels(questions: ["q", "question"], answers: ["a", "answer", "r", "réponse", "reponse"]),
        Labels(questions: ["f", "frage"], answers: ["a", "antwort"]),
        Labels(questions: ["p", "pregunta", "pergunta"], answers: ["r", "respuesta", "resposta"]),
        Labels(questions: ["d", "domanda"], answers: ["r", "risposta"]),
        Labels(questions: ["v", "vraag"], answers: ["a", "antwoord"]),
        Labels(questions: ["в", "вопрос"], answers: ["о", "ответ"]),
        Labels(questions: ["питання"], answers: ["відповідь"]),
        Labels(questions: ["pytanie"], answers: ["odpowiedź", "odpowiedz"]),
        Labels(questions: ["otázka"], answers: ["odpověď", "odpoveď"]),
        Labels(questions: ["soru", "s"], answers: ["cevap", "c"]),
        Labels(questions: ["fråga", "spørsmål", "spørgsmål"], answers: ["svar"]),
        Labels(questions: ["ερώτηση", "ε"], answers: ["απάντηση", "α"]),
        Labels(questions: ["س", "سؤال", "السؤال"], answers: ["ج", "جواب", "الجواب", "إجابة", "الإجابة"]),
        Labels(questions: ["שאלה", "ש"], answers: ["תשובה", "ת"]),
        Labels(questions: ["प्रश्न", "सवाल"], answers: ["उत्तर", "जवाब"]),
        Labels(questions: ["问", "问题", "問", "問題"], answers: ["答", "回答", "答案"]),
        Labels(questions: ["質問", "問", "q"], answers: ["回答", "答え", "答", "a"]),
        Labels(questions: ["질문", "문"], answers: ["답변", "답", "대답"]),
    ]

    private static let known: Set<String> = Set(languages.flatMap { $0.questions + $0.answers })

    /// A label at the beginning, in lower case and without its number, and what follows its colon.
    private static func labelled(_ line: Substring) -> (label: String, rest: Substring)? {
        let line = line.drop { $0 == " " || $0 == "\t" || $0 == "*" || $0 == "_" }
        // The longest label has 8 characters, its number and a space some more.
        guard let mark = line.prefix(14).firstIndex(where: { ":：.)．".contains($0) }) else { return nil }
        var label = line[..<mark]
        while let last = label.last, last.isNumber || last == " " || last == "*" || last == "_" { label.removeLast() }
        let rest = line[line.index(after: mark)...].drop { $0 == " " || $0 == "\t" || $0 == "*" || $0 == "_" }
        // "A." and "A)" alone count the items of a list.
        if line[mark] != ":" && line[mark] != "：" && line[..<mark].count == 1 { return nil }
        let lowered = label.lowercased()
        return known.contains(lowered) ? (lowered, rest) : nil
    }

    static func isMarked(_ line: Substring) -> Bool { labelled(line) != nil }

    /// One paragraph, or several where lines within it begin with labels.
    static func paragraphs(_ lines: [Substring]) -> [String] {
        let starts = lines.indices.filter { $0 == 0 || isMarked(lines[$0]) } + [lines.count]
        return zip(starts, starts.dropFirst()).map { Lines.joined(lines[$0..<$1]) }.filter { !$0.isEmpty }
    }

    /// Paragraphs that ask and answer become entries; everything else stays as it is.
    static func paired(_ blocks: [DocumentBlock]) -> [DocumentBlock] {
        let labels: [(label: String, rest: Substring)?] = blocks.map { block in
            switch block {
            case .paragraph(let text), .heading(_, let text), .listItem(_, let text): labelled(text[...])
            default: nil
            }
        }
        guard let language = language(of: labels.compactMap { $0?.label }) else { return blocks }
        func marker(_ index: Int) -> (Marker, Substring)? {
            guard let (label, rest) = labels[index] else { return nil }
            if language.questions.contains(label) { return (.question, rest) }
            return language.answers.contains(label) ? (.answer, rest) : nil
        }
        var result: [DocumentBlock] = []
        var index = 0
        while index < blocks.count {
            guard case (.question, let question)? = marker(index), index + 1 < blocks.count,
                case (.answer, let first)? = marker(index + 1)
            else {
                result.append(blocks[index])
                index += 1
                continue
            }
            var answer = [String(first)]
            index += 2
            answer += continuation(blocks, from: &index, until: { marker($0) != nil })
            result.append(
                .entry(question: String(Lines.trimmed(question)), answer: answer.joined(separator: "\n")))
        }
        return result
    }

    /// What follows an answer belongs to it when another question follows that; of the last answer, its list.
    private static func continuation(
        _ blocks: [DocumentBlock], from index: inout Int, until isMarked: (Int) -> Bool
    ) -> [String] {
        var (texts, next, listed) = ([String](), index, 0)
        while next < blocks.count, !isMarked(next), next - index < 20 {
            switch blocks[next] {
            case .paragraph(let text): texts.append(text)
            case .listItem(_, let text):
                texts.append(text)
                if listed == next - index { listed += 1 }
            default:
                texts = Array(texts.prefix(listed))
                index += listed
                return texts
            }
            next += 1
        }
        let isFollowed = next < blocks.count && isMarked(next)
        let count = isFollowed ? texts.count : listed
        index += count
        return Array(texts.prefix(count))
    }

    /// The language with the most pairs; nil where nothing is both asked and answered.
    private static func language(of labels: [String]) -> Labels? {
        if labels.isEmpty { return nil }
        func pairs(_ language: Labels) -> Int {
            min(labels.count { language.questions.contains($0) }, labels.count { language.answers.contains($0) })
        }
        return languages.map { ($0, pairs($0)) }.filter { $0.1 > 0 }.max { $0.1 < $1.1 }?.0
    }
}
