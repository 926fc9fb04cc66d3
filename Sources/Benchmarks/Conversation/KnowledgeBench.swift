internal import Conversation
package import Foundation
package import Knowledge

/// Measures the knowledge: whether questions find their passages, and how fast many documents come in and are searched.
package struct KnowledgeBench: Sendable {
    private let progress: @Sendable (String, Double?) -> Void

    package init(progress: @escaping @Sendable (String, Double?) -> Void = { _, _ in }) { self.progress = progress }

    /// Reads the documents of a folder into an empty store and asks the questions of its `questions.csv`: columns `set`
    /// ("tuning" or "held-out"), `question` and `passage`, a text the right passage holds; empty when no document answers.
    ///
    /// Rows count all questions; the two sets stand apart in the details. What was tuned on says little: believe the
    /// held-out ones.
    package func measureAnswers(_ folder: URL) async throws -> (report: BenchReport, asked: [AskedQuestion]) {
        var report = BenchReport()
        let store = try KnowledgeStore(path: ":memory:")
        let reader = DocumentReader()
        let documents = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { !["questions.csv", "README.md"].contains($0.lastPathComponent) && !$0.pathExtension.isEmpty }
            .sorted { $0.path < $1.path }
        for file in documents {
            let source = DocumentSource(name: file.lastPathComponent, bytes: [UInt8](try Data(contentsOf: file)))
            let ingested = try await reader.read(source)
            _ = try await store.add([NewDocument(ingested, from: source)])
        }
        await reader.close()
        let table = try String(contentsOf: folder.appending(path: "questions.csv"), encoding: .utf8)
        var asked: [AskedQuestion] = []
        for var question in try AskedQuestion.table(table) {
            question.found = await store.passages(for: question.text, persona: "", limit: 5)
            asked.append(question)
        }
        let answerable = asked.filter { !$0.marker.isEmpty }
        let unanswerable = asked.filter { $0.marker.isEmpty }
        report.measure("right passage first", Self.share(answerable) { $0.rank == 1 }, "%", .atLeast(85))
        report.measure("right passage among 3", Self.share(answerable) { $0.rank <= 3 }, "%", .atLeast(95))
        report.measure("unanswerable, said so", Self.share(unanswerable) { !$0.isAnswered }, "%", .atLeast(80))
        for set in ["tuning", "held-out"] {
            let (known, unknown) = (answerable.filter { $0.set == set }, unanswerable.filter { $0.set == set })
            report.explain("\(set): questions with an answer", Double(known.count), "")
            report.explain("\(set): right passage first", Self.share(known) { $0.rank == 1 }, "%")
            report.explain("\(set): right passage among 3", Self.share(known) { $0.rank <= 3 }, "%")
            report.explain("\(set): answered from it", Self.share(known) { $0.rank == 1 && $0.isAnswered }, "%")
            report.explain("\(set): questions without", Double(unknown.count), "")
            report.explain("\(set): said so", Self.share(unknown) { !$0.isAnswered }, "%")
        }
        return (report, asked)
    }

    /// Takes 10 000 made documents of 5 kB into a file in `folder`, the whole way from their bytes, and asks 1000
    /// questions, a quarter of them with a misspelt word.
    package func measureCorpus(_ folder: URL, documents count: Int = 10_000) async throws -> BenchReport {
        var report = BenchReport()
        let path = folder.appending(path: "knowledge.sqlite").path
        let store = try KnowledgeStore(path: path)
        let reader = DocumentReader()
        var corpus = MadeCorpus(seed: 4)
        var questions: [(text: String, source: String)] = []
        var spent = Duration.zero
        let clock = ContinuousClock()
        for start in stride(from: 0, to: count, by: 200) {
            let sources = (start..<min(start + 200, count)).map { number in
                DocumentSource(name: "document-\(number).md", bytes: Array(corpus.document(number).utf8))
            }
            let began = clock.now
            var new: [NewDocument] = []
            for source in sources { new.append(NewDocument(try await reader.read(source), from: source)) }
            _ = try await store.add(new)
            spent += clock.now - began
            for document in new.shuffled(using: &corpus.random).prefix(max(1000 * 200 / count, 1)) {
                questions.append((corpus.question(about: document.passages.map(\.text)), document.source))
            }
            progress("taking in \(count) documents", Double(start + sources.count) / Double(count))
        }
        await reader.close()
        report.measure("documents of 5 kB taken in", Double(count) / Self.seconds(spent), "1/s", .atLeast(500))
        var times: [Double] = []
        var found = 0
        for (place, question) in questions.enumerated() {
            let began = clock.now
            let passages = await store.passages(for: question.text, persona: "", limit: 5)
            times.append(Self.seconds(clock.now - began) * 1000)
            let titles = Set(passages.prefix(3).map(\.passage.title))
            if titles.contains(MadeCorpus.title(of: question.source)) { found += 1 }
            progress("asking \(questions.count) questions", Double(place + 1) / Double(questions.count))
        }
        times.sort()
        let last = times.count - 1
        report.measure("question among them, p95", times[last * 95 / 100], "ms", .atMost(20))
        report.explain("question among them, p50", times[last / 2], "ms")
        report.explain("question among them, most", times[last], "ms")
        report.explain("their document among 3", 100 * Double(found) / Double(max(questions.count, 1)), "%")
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        report.explain("database", Double(size) / 1e6, "MB")
        return report
    }

    private static func share(_ questions: [AskedQuestion], _ holds: (AskedQuestion) -> Bool) -> Double {
        100 * Double(questions.filter(holds).count) / Double(max(questions.count, 1))
    }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }
}

/// A question of the committed set, and what came of it.
package struct AskedQuestion: Sendable {
    /// "tuning" or "held-out".
    package var set: String
    package var text: String
    /// What the right passage holds; empty when there is none.
    package var marker: String
    package var found: [RankedPassage] = []

    /// From 1; `Int.max` when the right passage is not among those found.
    package var rank: Int {
        let place = found.firstIndex { ranked in
            let text = (ranked.passage.question ?? "") + " " + ranked.passage.text
            return Self.plain(text).contains(Self.plain(marker))
        }
        return place.map { $0 + 1 } ?? .max
    }

    /// Whether the built-in answerer would answer rather than say that it does not know.
    package var isAnswered: Bool { (found.first?.score ?? 0) >= ExtractiveAnswerer.certainty }

    private static func plain(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Comma-separated with quotes where needed (RFC 4180); the first line names the columns.
    static func table(_ text: String) throws -> [AskedQuestion] {
        text.split(whereSeparator: \.isNewline).dropFirst().map { line in
            var cells = [""]
            var isQuoted = false
            for character in line {
                switch character {
                case "\"": isQuoted.toggle()
                case "," where !isQuoted: cells.append("")
                default: cells[cells.count - 1].append(character)
                }
            }
            return AskedQuestion(
                set: cells[0], text: cells.count > 1 ? cells[1] : "", marker: cells.count > 2 ? cells[2] : "")
        }
    }
}
