package import Foundation
package import Knowledge

/// Measures the knowledge: whether questions find their passages, and how fast many documents come in and are searched.
package struct KnowledgeBench: Sendable {
    private let progress: @Sendable (String, Double?) -> Void

    package init(progress: @escaping @Sendable (String, Double?) -> Void = { _, _ in }) { self.progress = progress }

    /// Asks the questions of a folder about its documents, and those of its folder `second` about theirs. `questions.csv`
    /// has columns `set`, `question` and `passage`, a text the right passage holds; empty when no document answers.
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
        for set in ["tuning", "held-out", "second"] {
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
        report.explain(name + "questions without", Double(questions.count - outcomes.answerable), "")
    }

    /// The questions of a folder and of its folder `second`, with what speaks for the passages of their documents.
    private func asked(_ folder: URL, _ sentences: SentenceEmbedder? = nil) async throws -> [AskedQuestion] {
        var all: [AskedQuestion] = []
        for folder in [folder, folder.appending(path: "second")] {
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
    /// - Parameter meaning: The model of sentences goes through them meanwhile; what its vectors of all of them cost a
    ///   question is told beside the rows.
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
        report.measure("question among them, p95", words.times[words.times.count * 95 / 100], "ms", .atMost(20))
        report.explain("question among them, p50", words.times[words.times.count / 2], "ms")
        report.explain("question among them, most", words.times.last ?? 0, "ms")
        report.explain("their document among 3", words.found, "%")
        func size() throws -> Double {
            let bytes = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
            return Double(bytes ?? 0) / 1e6
        }
        report.explain("database", try size(), "MB")
        guard let sentences else { return report }
        try await sentences.warm()
        let understood = try KnowledgeStore(path: path, sentences: MadeVectors(questions: sentences))
        progress("storing vectors of \(count) documents", nil)
        await understood.embedMissing()
        let meant = await ask(questions, understood)
        report.explain("question by words and meaning, p95", meant.times[meant.times.count * 95 / 100], "ms")
        report.explain("question by words and meaning, p50", meant.times[meant.times.count / 2], "ms")
        await understood.close()
        report.explain("database with vectors", try size(), "MB")
        return report
    }

    /// - Returns: Milliseconds in order, and the share of questions with their document among the first three, in percent.
    private func ask(
        _ questions: [(text: String, source: String)], _ store: KnowledgeStore
    ) async -> (times: [Double], found: Double) {
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
        return (times.sorted(), 100 * Double(found) / Double(max(questions.count, 1)))
    }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }
}
