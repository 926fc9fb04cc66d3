internal import Storage

/// Finds passages by words: reads questions, asks the index, ranks what it gives.
actor PassageFinder {
    private let search: KnowledgeSearch
    let vocabulary = Vocabulary()
    private var lastWord: Int64 = 0
    /// Of the index when it was last asked.
    private(set) var generation = -1
    private var readers: [[Language]: QuestionReader] = [:]
    /// By persona; of the present generation.
    private var scopes: [String: (passages: Int, languages: [Language])] = [:]
    /// By term; of the present generation.
    private var frequencies: [String: Int] = [:]

    private static let capacity = (readers: 16, scopes: 1000, frequencies: 50_000)
    /// Candidates that are ranked; with fewer matches all of a persona's passages have been seen.
    private static let candidates = 150
    /// Passages BM25 looks at for one question: about 5 ms.
    private static let budget = 6000
    private static let weights = KnowledgeSearch.Weights(title: 1.5, headings: 2.5, question: 3, body: 1)
    /// Fewest passages that are read whole.
    private static let read = 12

    init(_ database: Database) { search = KnowledgeSearch(database) }

    /// - Parameter meaning: Finds passages by what they mean, too; nil where words alone decide.
    func passages(
        for text: String, persona: String, limit: Int, meaning: SentenceIndex? = nil
    ) async throws(StorageError) -> [RankedPassage] {
        let found = try await evidence(for: text, persona: persona, limit: limit, meaning: meaning)
        let sureness = AnswerModel.suited(to: found).sureness(of: found)
        let ranked = zip(found, sureness).map { RankedPassage(passage: $0.passage, score: $1) }
        return Array(ranked.sorted { ($1.score, $0.passage.id) < ($0.score, $1.passage.id) }.prefix(max(limit, 0)))
    }

    /// The passages with the best fit, at least 12 where there are as many, and those nearest in meaning, with all that
    /// tells whether they answer.
    func evidence(
        for text: String, persona: String, limit: Int, meaning: SentenceIndex? = nil
    ) async throws(StorageError) -> [FoundPassage] {
        let scope = try await scope(of: persona)
        guard scope.passages > 0, limit > 0 else { return [] }
        // Meanwhile words are read and looked for.
        async let meant = meaning?.meant(by: text, persona: persona)
        let reader = reader(scope.languages)
        let question = reader.read(text, vocabulary)
        guard !question.words.isEmpty else { return [] }
        let counts = try await frequencies(of: question)
        let phrases = telling(question, counts)
        let matches = try await search.matches(
            anyOf: phrases, persona: persona, weights: Self.weights, limit: Self.candidates)
        let byTerm = question.byTerm
        let candidates = matches.map { Candidate($0, byTerm) }
        let ranker = ranker(question, counts, candidates, scope.passages)
        let greatest = candidates.first?.relevance ?? 0
        let fits = candidates.map { ranker.fit($0, greatestRelevance: greatest) }.filter { $0.score > 0 }
        var first = Array(
            fits.sorted { ($1.score, $0.id) < ($0.score, $1.id) }.prefix(max(limit, Self.read)))
        var near: [Int64: NearSentence] = [:]
        if let meaning, let meant = await meant {
            let others = meant.nearest.filter { id in !first.contains { $0.id == id } }
            near = await meaning.sentences(near: meant, of: first.map(\.id) + others)
            if first.allSatisfy({ near[$0.id] != nil }) {
                first += try await search.matches(others).map {
                    ranker.fit(Candidate($0, byTerm), greatestRelevance: greatest)
                }
            } else {
                // What has no vectors yet must not lose against what has.
                near = [:]
            }
        }
        let nearest = near.values.map(\.cosine).max() ?? 0
        let evidence = Dictionary(uniqueKeysWithValues: first.map { ($0.id, $0.evidence) })
        return try await search.passages(first.map(\.id)).map { passage in
            var evidence = evidence[passage.id] ?? AnswerEvidence()
            if !question.kinds.isEmpty {
                let covered = Sentences.split(passage.text).compactMap { sentence -> Double? in
                    guard AnswerKind.any(of: question.kinds, occursIn: String(sentence)) else { return nil }
                    return ranker.share(of: reader.matches(of: byTerm, in: String(sentence)))
                }
                evidence.besideKind = covered.max() ?? 0
                evidence.lacksKind = covered.isEmpty ? 1 : 0
            }
            let sentence = near[passage.id]
            evidence.meaning = sentence.map { .init(nearness: Double($0.cosine), behind: Double(nearest - $0.cosine)) }
            return FoundPassage(passage: Passage(passage), evidence: evidence, sentence: sentence?.vector)
        }
    }

    /// Counts words within what was found where that is all there is; a persona's own subject is no rare word to it.
    private func ranker(
        _ question: SearchQuestion, _ counts: [String: Int], _ candidates: [Candidate], _ passages: Int
    ) -> PassageRanker {
        var frequency = question.words.map { word in
            let sure = word.variants.filter { $0.value >= 1 }
            return (sure.isEmpty ? word.variants : sure).keys.map { counts[$0] ?? 0 }.max() ?? 0
        }
        if candidates.count < Self.candidates {
            var found = [Int](repeating: 0, count: question.words.count)
            let isKnown = question.words.map(\.isKnown)
            for candidate in candidates { for word in candidate.words(isKnown) { found[word] += 1 } }
            frequency = found
        }
        return PassageRanker(question, among: candidates, frequency: frequency, passages: passages)
    }

    /// The terms the index is asked for: the rarest, as many as the budget allows, at least one.
    private func telling(_ question: SearchQuestion, _ counts: [String: Int]) -> [String] {
        var spent = 0
        var terms: [String] = []
        let words = question.words.filter { !$0.isCommon } + question.words.filter(\.isCommon)
        let entries = words.flatMap { word in word.variants.keys.map { (term: $0, isCommon: word.isCommon) } }
        let sorted = entries.sorted {
            ($0.isCommon ? 1 : 0, counts[$0.term] ?? 0, $0.term) < ($1.isCommon ? 1 : 0, counts[$1.term] ?? 0, $1.term)
        }
        for entry in sorted where !terms.contains(entry.term) {
            let count = counts[entry.term] ?? 0
            guard count > 0 else { continue }
            guard terms.isEmpty || spent + count <= Self.budget else { break }
            terms.append(entry.term)
            spent += count
        }
        return terms
    }

    private func frequencies(of question: SearchQuestion) async throws(StorageError) -> [String: Int] {
        let terms = Set(question.words.flatMap(\.variants.keys))
        let missing = terms.filter { frequencies[$0] == nil }.sorted()
        let asked = generation
        let counts = missing.isEmpty ? [] : try await search.frequencies(of: missing)
        var result: [String: Int] = [:]
        for term in terms { result[term] = frequencies[term] }
        for (term, count) in zip(missing, counts) { result[term] = count }
        // Another question may have seen a newer index while this one waited.
        if generation == asked {
            if frequencies.count > Self.capacity.frequencies { frequencies.removeAll() }
            for (term, count) in zip(missing, counts) { frequencies[term] = count }
        }
        return result
    }

    private func scope(of persona: String) async throws(StorageError) -> (passages: Int, languages: [Language]) {
        let state = try await search.state()
        if state.generation != generation {
            // Words only grow, except when all documents are gone.
            for entry in try await search.words(after: lastWord) {
                vocabulary.add(entry.word)
                lastWord = max(lastWord, entry.id)
            }
            scopes.removeAll()
            frequencies.removeAll()
            generation = state.generation
        }
        if let scope = scopes[persona] { return scope }
        let (passages, languages) = try await search.scope(of: persona)
        if scopes.count > Self.capacity.scopes { scopes.removeAll() }
        let scope = (passages, languages.map { Language(rawValue: $0) ?? .other })
        scopes[persona] = scope
        return scope
    }

    func reader(_ languages: [Language]) -> QuestionReader {
        if let reader = readers[languages] { return reader }
        if readers.count > Self.capacity.readers { readers.removeAll() }
        let reader = QuestionReader(languages: languages)
        readers[languages] = reader
        return reader
    }
}

extension Passage {
    init(_ stored: KnowledgePassage) {
        self.init(
            id: stored.id, document: stored.document, title: stored.title, headings: stored.headings,
            question: stored.question, text: stored.text, url: stored.url)
    }
}
