package import Foundation
package import Knowledge

/// Measures the knowledge: whether questions find their passages, and how fast many documents come in and are searched.
package struct KnowledgeBench: Sendable {
    private let progress: @Sendable (String, Double?) -> Void

    package init(progress: @escaping @Sendable (String, Double?) -> Void = { _, _ in }) { self.progress = progress }

    /// Asks the questions of a folder about its documents, and those of each folder in it about theirs. `questions.csv` has
    /// columns `set`, `question` and `passage`, a text the right passage holds; empty when no document answers.
    ///
    /// Three groups of rows: the questions the retrieval was made with; the same, each answered by a model that was fitted
    /// without any question about its document; and those about documents that nobody looked at before ("unseen").
    /// Where the model of sentences is installed, the rows are with it, and what words alone find is told beside them.
    package func measureAnswers(_ folder: URL, meaning: MeaningFiles? = nil) async throws -> BenchReport {
        var report = BenchReport()
        if let meaning {
            let embedder = SentenceEmbedder(meaning)
            measure(try await asked(folder, embedder), by: .byMeaning, "", &report)
            measure(try await asked(folder), by: .byWords, "words alone: ", &report)
        } else {
            measure(try await asked(folder), by: .byWords, "", &report)
        }
        return report
    }

    /// - Parameter kind: Before the names; rows with one are no promises.
    private func measure(
        _ all: [AskedQuestion], by model: AnswerModel, _ kind: String, _ report: inout BenchReport
    ) {
        let known = all.filter { $0.set != "unseen" }
        let fitted = AnswerFit.model(known.compactMap(\.choice))
        measure(known, kind, by: { _ in model }, &report)
        var models: [String: AnswerModel] = [:]
        for document in Set(known.map(\.document)) {
            models[document] = AnswerFit.model(known.filter { $0.document != document }.compactMap(\.choice))
        }
        measure(known, kind + "cross-validated: ", by: { models[$0.document] ?? fitted }, &report)
        measure(all.filter { $0.set == "unseen" }, kind + "unseen: ", by: { _ in model }, &report)
        for set in ["tuning", "held-out", "second", "third"] {
            let outcomes = Outcomes(known.filter { $0.set == set }, by: { models[$0.document] ?? fitted })
            report.explain("\(kind)\(set), cross-validated: right passage first", outcomes.first, "%")
            report.explain("\(kind)\(set), cross-validated: right passage among 3", outcomes.amongThree, "%")
            report.explain("\(kind)\(set), cross-validated: said so", outcomes.saidSo, "%")
        }
        for (name, weight) in zip(AnswerEvidence.names, fitted.weights) {
            report.explain("\(kind)weight of \(name)", weight, "")
        }
        report.explain("\(kind)weight of nothing", fitted.bias, "")
    }

    private func measure(
        _ questions: [AskedQuestion], _ name: String, by model: (AskedQuestion) -> AnswerModel,
        _ report: inout BenchReport
    ) {
        let outcomes = Outcomes(questions, by: model)
        if name.hasPrefix("words alone") {
            report.explain(name + "right passage first", outcomes.first, "%")
            report.explain(name + "right passage among 3", outcomes.amongThree, "%")
            report.explain(name + "unanswerable, said so", outcomes.saidSo, "%")
        } else {
            report.measure(name + "right passage first", outcomes.first, "%", .atLeast(85))
            report.measure(name + "right passage among 3", outcomes.amongThree, "%", .atLeast(95))
            report.measure(name + "unanswerable, said so", outcomes.saidSo, "%", .atLeast(80))
        }
        report.explain(name + "questions with an answer", Double(outcomes.answerable), "")
        report.explain(name + "answered from the right passage", outcomes.answered, "%")
        report.explain(name + "answered from another passage", outcomes.misled, "%")
        report.explain(name + "unsure, told of the right passage", outcomes.helped, "%")
        report.explain(name + "unsure, told of another passage", outcomes.strayed, "%")
        report.explain(name + "unanswerable, told of a passage while saying so", outcomes.offered, "%")
        report.explain(name + "questions without", Double(questions.count - outcomes.answerable), "")
    }

    /// A folder and those in it, each with documents and `questions.csv`.
    private func bases(_ folder: URL) throws -> [URL] {
        let inside = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return ([folder] + inside.sorted { $0.path < $1.path }).filter {
            FileManager.default.fileExists(atPath: $0.appending(path: "questions.csv").path)
        }
    }

    /// The questions of a folder and of those in it, with what speaks for the passages of their documents.
    private func asked(_ folder: URL, _ sentences: SentenceEmbedder? = nil) async throws -> [AskedQuestion] {
        var all: [AskedQuestion] = []
        for folder in try bases(folder) {
            let store = try KnowledgeStore(path: ":memory:", sentences: sentences)
            let reader = DocumentReader()
            let documents = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                .filter { !["questions.csv", "README.md"].contains($0.lastPathComponent) && !$0.pathExtension.isEmpty }
                .sorted { $0.path < $1.path }
            for file in documents {
                let source = DocumentSource(name: file.lastPathComponent, bytes: [UInt8](try Data(contentsOf: file)))
                _ = try await store.add([NewDocument(try await reader.read(source), from: source)])
            }
            await reader.close()
            await store.embedMissing()
            var asked = try AskedQuestion.table(
                try String(contentsOf: folder.appending(path: "questions.csv"), encoding: .utf8))
            for index in asked.indices {
                asked[index].found = try await store.evidence(for: asked[index].text, persona: "")
            }
            await store.close()
            all += asked
        }
        return all
    }

    /// Takes 10 000 made documents of 5 kB into a file in `folder`, the whole way from their bytes, and asks 1000
    /// questions, a quarter of them with a misspelt word.
    ///
    /// - Parameter meaning: The model of sentences, which goes through them meanwhile and then answers with vectors of all
    ///   of them; what words alone cost is told beside the rows. Where it is nil, words alone are measured.
    package func measureCorpus(
        _ folder: URL, documents count: Int = 10_000, meaning: MeaningFiles? = nil
    ) async throws -> BenchReport {
        var report = BenchReport()
        let path = folder.appending(path: "knowledge.sqlite").path
        let sentences = meaning.map(SentenceEmbedder.init)
        let store = try KnowledgeStore(path: path, sentences: sentences)
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
        await store.close()
        report.measure("documents of 5 kB taken in", Double(count) / Self.seconds(spent), "1/s", .atLeast(500))
        let words = await ask(questions, try KnowledgeStore(path: path))
        report.explain("database without vectors", try Self.megabytes(path), "MB")
        guard let sentences else {
            report.measure("question among them, p95", words.p95, "ms", .atMost(20))
            explain("question among them", words, &report)
            return report
        }
        let embedding = try KnowledgeStore(path: path, sentences: MadeVectors(questions: sentences))
        progress("storing vectors of \(count) documents", nil)
        await embedding.embedMissing()
        await embedding.close()
        // As after a start: what is kept in memory is read from the file.
        let understood = try KnowledgeStore(path: path, sentences: MadeVectors(questions: sentences))
        let start = clock.now
        await understood.warm()
        report.explain("until the first question", Self.seconds(clock.now - start), "s")
        let meant = await ask(questions, understood)
        await understood.close()
        report.measure("question among them, p95", meant.p95, "ms", .atMost(20))
        explain("question among them", meant, &report)
        report.explain("words alone: question among them, p95", words.p95, "ms")
        explain("words alone: question among them", words, &report)
        report.explain("database with vectors", try Self.megabytes(path), "MB")
        return report
    }

    private func explain(_ name: String, _ asked: Asked, _ report: inout BenchReport) {
        report.explain(name + ", p50", asked.times[asked.times.count / 2], "ms")
        report.explain(name + ", most", asked.times.last ?? 0, "ms")
        report.explain(name + ", their document among 3", asked.found, "%")
    }

    private static func megabytes(_ path: String) throws -> Double {
        let bytes = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        return Double(bytes ?? 0) / 1e6
    }

    private struct Asked {
        /// Milliseconds, in order.
        var times: [Double]
        /// The share of questions with their document among the first three, in percent.
        var found: Double
        var p95: Double { times[times.count * 95 / 100] }
    }

    private func ask(_ questions: [(text: String, source: String)], _ store: KnowledgeStore) async -> Asked {
        let clock = ContinuousClock()
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
        return Asked(times: times.sorted(), found: 100 * Double(found) / Double(max(questions.count, 1)))
    }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }
}
