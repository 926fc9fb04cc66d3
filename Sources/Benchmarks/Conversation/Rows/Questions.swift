internal import Core
internal import Foundation

/// The committed questions, in an order that mixes their documents.
extension ConversationBench {
    /// Those that have an answer and are asked in English, which the built-in recogniser understands: questions about the
    /// German document are left out.
    func questions(_ count: Int) throws -> [AskedQuestion] {
        let table = try String(contentsOf: options.knowledge.appending(path: "questions.csv"), encoding: .utf8)
        let german = try String(contentsOf: options.knowledge.appending(path: "schwimmbad.md"), encoding: .utf8)
        var random = SplitMix64(seed: 11)
        let all = try AskedQuestion.table(table).filter { !$0.marker.isEmpty && !german.contains($0.marker) }
        return Array(all.shuffled(using: &random).prefix(count))
    }

    /// What the questions are about.
    func documents() throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: options.knowledge, includingPropertiesForKeys: nil)
            .filter { !["questions.csv", "README.md"].contains($0.lastPathComponent) && !$0.pathExtension.isEmpty }
            .sorted { $0.path < $1.path }
    }
}

extension AskedQuestion {
    /// Whether a passage is the right one, whatever its line breaks.
    func isAnswered(by source: Reception.Event.Source) -> Bool {
        let text = ((source.headings ?? []) + [source.question ?? "", source.text ?? ""]).joined(separator: " ")
        func plain(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        return plain(text).contains(plain(marker))
    }
}
