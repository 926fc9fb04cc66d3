internal import Conversation
internal import Core
internal import Foundation
internal import Knowledge
package import Speech

/// How much the built-in recogniser mishears: questions in all built-in English voices, and how soon the text is there.
package struct RecognitionBench: Sendable {
    let voices: Voices
    let recogniser: any SpeechRecogniser
    /// Utterances of each kind, at most.
    let trials: Int
    let progress: @Sendable (String, Double?) -> Void

    package init(
        voices: Voices, recogniser: any SpeechRecogniser, trials: Int = 40,
        progress: @escaping @Sendable (String, Double?) -> Void = { _, _ in }
    ) {
        self.voices = voices
        self.recogniser = recogniser
        self.trials = trials
        self.progress = progress
    }

    /// One row, the wait for the text, and the word error rates without a bound: synthetic voices say little about
    /// people's.
    ///
    /// - Parameters:
    ///   - questions: About `knowledge`.
    ///   - keywords: Of it, as sessions get them.
    package func measure(_ questions: [String], keywords: [String], into report: inout BenchReport) async throws {
        var delays: [Double] = []
        var ofVoices: [String: WordErrors] = [:]
        let general = Array(TurnEndTexts.questions.prefix(trials))
        for condition in RecordedCondition.allCases {
            var (first, later) = (WordErrors(), WordErrors())
            for (index, text) in general.enumerated() {
                progress("recognition, \(condition.rawValue)", Double(index) / Double(general.count))
                let voice = speakers[index % speakers.count]
                let speaker = RecognitionRequest(language: "en", speaker: UInt64(index))
                let before = general[(index + 7) % general.count]
                let sound = condition.recorded(try await speech(before, voice, index + 7), seed: UInt64(index))
                _ = try await hear(sound, speaker)
                // The same words from somebody who was not heard before, and from somebody who was.
                let utterance = condition.recorded(try await speech(text, voice, index), seed: 500 + UInt64(index))
                let known = try await hear(utterance, speaker)
                later.add(said: text, heard: known.text)
                let new = try await hear(utterance, RecognitionRequest(language: "en"))
                first.add(said: text, heard: new.text)
                delays += [known.delay, new.delay]
                if condition == .clean { ofVoices[voice, default: WordErrors()].add(said: text, heard: new.text) }
            }
            report.explain("words misheard, first question, \(condition.rawValue)", first.rate, "%")
            report.explain("words misheard, later question, \(condition.rawValue)", later.rate, "%")
        }
        for (voice, errors) in ofVoices.sorted(by: { $0.key < $1.key }) {
            report.explain("words misheard, first question, voice \(voice)", errors.rate, "%")
        }
        for (name, words) in [("without", []), ("with", keywords)] {
            var errors = WordErrors()
            for (index, text) in questions.prefix(trials * 2).enumerated() {
                progress("recognition, \(name) keywords", Double(index) / Double(min(questions.count, trials * 2)))
                let voice = speakers[index % speakers.count]
                let sound = RecordedCondition.clean.recorded(
                    try await speech(text, voice, index), seed: 900 + UInt64(index))
                let heard = try await hear(sound, RecognitionRequest(language: "en", keywords: words))
                errors.add(said: text, heard: heard.text)
                delays.append(heard.delay)
            }
            report.explain("words misheard, questions about documents, \(name) their keywords", errors.rate, "%")
        }
        report.measure(
            "end of utterance → final text, \(delays.count) utterances, p95", Statistics.quantile(0.95, of: delays),
            "ms",
            .atMost(120))
    }

    private var speakers: [String] {
        let wanted = ["slt", "rms", "awb", "en-us-male", "en-us-female", "en-gb-male", "en-gb-female"]
        let there = wanted.filter { voices.voice($0) != nil }
        return there.isEmpty ? [voices.standard.id] : there
    }

    /// Slower, as it is and faster in turn.
    private func speech(_ text: String, _ voice: String, _ number: Int) async throws -> [Float] {
        let settings = VoiceSettings(speed: [1, 0.9, 1.1][number % 3])
        let utterance = try await voices.utterance(of: text, voice: voice, settings: settings)
        return Array(utterance.audio.samples.prefix(Int(utterance.lastSound * Double(Ear.sampleRate))))
    }

    /// - Returns: The final text, and the milliseconds from the last sample to it when everything before was decoded.
    private func hear(_ sound: [Int16], _ request: RecognitionRequest) async throws -> (text: String, delay: Double) {
        let block = Ear.sampleRate * 6 / 100
        let transcription = recogniser.transcribe(request)
        let head = max(sound.count - block, 0) / block * block
        transcription.feed(Array(sound[..<head]))
        var texts = transcription.results.makeAsyncIterator()
        while head > 0, let text = try await texts.next() {
            if text.covers.map({ $0 >= head }) ?? true { break }
        }
        let start = ContinuousClock.now
        transcription.feed(Array(sound[head...]))
        transcription.finish()
        while let text = try await texts.next() {
            if text.isFinal { return (text.text, start.duration(to: .now) / .milliseconds(1)) }
        }
        return ("", start.duration(to: .now) / .milliseconds(1))
    }
}

extension ConversationBench {
    /// The committed questions in English letters without numbers, and the keywords of the documents they are about.
    func measureRecognition(into report: inout BenchReport) async throws {
        let store = try KnowledgeStore(path: ":memory:")
        let reader = DocumentReader()
        for file in try documents() {
            let source = DocumentSource(name: file.lastPathComponent, bytes: [UInt8](try Data(contentsOf: file)))
            let ingested = try await reader.read(source)
            _ = try await store.add([NewDocument(ingested, from: source)])
        }
        await reader.close()
        let asked = try questions(.max).map(\.text).filter { text in
            text.allSatisfy { $0.isASCII && !$0.isNumber }
        }
        try await RecognitionBench(
            voices: voices, recogniser: try BuiltInRecogniser.installed(), trials: trials(40), progress: progress
        ).measure(asked, keywords: await store.keywords(persona: "", limit: 1000), into: &report)
    }
}
