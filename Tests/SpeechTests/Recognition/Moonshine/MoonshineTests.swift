import Core
import Foundation
import Testing

@testable import Speech

/// With the real model, which `scripts/models` installs for every build.
@Suite(.serialized) struct MoonshineTests {
    private static let models = NearestFolder.all(named: ".models").first ?? URL(filePath: "/nowhere")
    private static let recogniser = MoonshineFiles(in: models).map { MoonshineRecogniser($0) }
    private let voices = Voices()

    private func recogniser() throws -> MoonshineRecogniser {
        try #require(Self.recogniser, "scripts/models was not run")
    }

    private func sound(_ text: String, voice: String = "rms") async throws -> [Int16] {
        let rest = [Int16](repeating: 0, count: 6_400)
        let spoken = try await voices.utterance(of: text, voice: voice).audio.samples
        return rest + spoken.map { Int16(min(max($0, -1), 1) * 32_000) }
    }

    private func all(_ transcription: any Transcription) async throws -> [RecognisedText] {
        var texts: [RecognisedText] = []
        for try await text in transcription.results { texts.append(text) }
        return texts
    }

    private func final(
        _ sound: [Int16], _ request: RecognitionRequest = .init(), weighing: [[String]] = []
    ) async throws -> RecognisedText? {
        let transcription = try recogniser().transcribe(request)
        transcription.feed(sound)
        transcription.finish(weighing: weighing)
        return try await all(transcription).last
    }

    @Test("a sentence is heard in each voice, and written with its stops", arguments: ["rms", "slt", "awb"])
    func sentence(voice: String) async throws {
        let said = "The meeting starts at ten in the morning."
        let text = try await final(sound(said, voice: voice))
        let heard = Set(TrigramModel.words(of: text?.text ?? ""))
        let words = TrigramModel.words(of: said)
        // A voice's noise is another each time.
        #expect(words.count { heard.contains($0) } >= words.count - 2, "\(text?.text ?? "")")
        #expect(text?.text.last.map { ".,?!".contains($0) } == true)
        #expect(text?.isFinal == true && text?.closesAlways == true)
    }

    @Test("the text of a pause is there before the end, and is the final one")
    func pause() async throws {
        let transcription = try recogniser().transcribe(RecognitionRequest(language: "en"))
        let samples = try await sound("Where can I find the station?")
        transcription.feed(samples)
        transcription.speechHeard(until: samples.count)
        transcription.feed([Int16](repeating: 0, count: 1_600))
        var texts = transcription.results.makeAsyncIterator()
        var settled: RecognisedText?
        while settled == nil, let text = try await texts.next() { if text.confidence != nil { settled = text } }
        #expect(settled?.covers == samples.count + 1_600 && settled?.isFinal == false)
        #expect(transcription.due == settled?.covers)
        transcription.feed([Int16](repeating: 0, count: 8_000))
        transcription.finish()
        let final = try await texts.next()
        #expect(final?.isFinal == true && final?.text == settled?.text && final?.covers == settled?.covers)
        #expect(final?.text.lowercased().contains("station") == true)
        #expect(try await texts.next() == nil)
    }

    @Test("a draft changes nothing: partial texts end where a single look ends")
    func draft() async throws {
        let files = try #require(MoonshineFiles(in: Self.models))
        let model = try MoonshineModel(files)
        let samples = try await sound("Nobody believed the young author at first.")
        let greedy = GreedySearch(model: model)
        let heard = try model.hear(samples)
        let whole = try #require(try greedy.tokens(in: heard, draft: [], isWanted: { true }))
        let part = try model.hear(Array(samples.prefix(samples.count / 2)))
        let draft = try #require(try greedy.tokens(in: part, draft: [], isWanted: { true }))
        let continued = try greedy.tokens(in: heard, draft: draft, isWanted: { true })
        #expect(model.tokens.text(of: continued ?? []) == model.tokens.text(of: whole))
        // The wrong draft altogether, and one that is right to its end.
        let wrong = try greedy.tokens(in: heard, draft: model.tokens.tokens(of: "The dog"), isWanted: { true })
        #expect(model.tokens.text(of: wrong ?? []) == model.tokens.text(of: whole))
        let same = try greedy.tokens(in: heard, draft: whole, isWanted: { true })
        #expect(model.tokens.text(of: same ?? []) == model.tokens.text(of: whole))
        #expect(try greedy.tokens(in: heard, draft: [], isWanted: { false }) == nil)
    }

    @Test("a word over her is weighed between commands and what listeners say")
    func choices() async throws {
        let choices = [["stop", "wait", "hold on"], ["yeah", "okay", "uh huh", "i see"], []]
        for (text, command) in [("Stop.", true), ("Wait.", true), ("Okay.", false), ("I see.", false)] {
            let weighed = try #require(try await final(sound(text), weighing: choices)?.likelihoods)
            #expect((weighed.groups[0] > weighed.groups[1] + 1) == command, "\(text): \(weighed)")
            #expect((weighed.groups[1] > weighed.groups[0] + 1) == !command, "\(text): \(weighed)")
            #expect(weighed.groups[2] == -.infinity && weighed.text != nil)
        }
        #expect(try await final(sound("Stop."))?.likelihoods == nil)
        let long = try await sound("My mother put the warm bread on the table.")
        #expect(try await final(long, weighing: choices)?.likelihoods == nil)
    }

    @Test("names that are expected are heard, and only where they are said")
    func keywords() async throws {
        let names = ["Inkfield", "Ropewalk", "Millbrook", "Stadtbad"]
        let said = [
            "Does Inkfield run on Linux?", "How do I get to Ropewalk?", "Where is Millbrook?",
            "Is the Stadtbad open on Monday?",
        ]
        var (without, with) = (0, 0)
        for (name, text) in zip(names, said) {
            // Spoken once: a voice's noise is another each time.
            let samples = try await sound(text)
            without += try await final(samples)?.text.contains(name) == true ? 1 : 0
            let told = try await final(samples, RecognitionRequest(keywords: names))?.text ?? ""
            with += told.contains(name) ? 1 : 0
            #expect(names.count { told.contains($0) } <= 1)
        }
        #expect(with >= 2 && with > without)
    }

    @Test("silence and nothing at all end with an empty text, or no words")
    func silence() async throws {
        for samples in [[], [Int16](repeating: 0, count: 100), [Int16](repeating: 0, count: 32_000)] {
            let text = try await final(samples)
            #expect(text?.isFinal == true && (text?.text.split(separator: " ").count ?? 9) <= 1)
        }
    }

    @Test("no more than a minute is kept, and a long one is heard to its end")
    func limit() async throws {
        let transcription = try recogniser().transcribe(RecognitionRequest())
        let sentence = try await sound("The meeting starts at ten in the morning.")
        for _ in 0..<(70 * 16_000 / sentence.count) { transcription.feed(sentence) }
        transcription.finish()
        let last = try #require(try await all(transcription).last)
        #expect(last.covers == 60 * 16_000)
        #expect(last.text.lowercased().split(separator: "meeting").count > 12)
    }

    @Test("one utterance too many is refused; places come back; a cancelled one ends")
    func places() async throws {
        let files = try #require(MoonshineFiles(in: Self.models))
        let recogniser = MoonshineRecogniser(files)
        var open = (0..<16).map { _ in recogniser.transcribe(RecognitionRequest()) }
        let beyond = recogniser.transcribe(RecognitionRequest())
        await #expect(throws: ProviderError(.listening, "moonshine", .busy)) { try await all(beyond) }
        open[0].cancel()
        #expect(try await all(open[0]).isEmpty)
        let next = recogniser.transcribe(RecognitionRequest())
        next.finish()
        #expect(try await all(next).last?.isFinal == true)
        open = []
        try await recogniser.warm()
    }

    @Test("many at the same time do not mix, and the same sound gives the same text")
    func crowd() async throws {
        let files = try #require(MoonshineFiles(in: Self.models))
        let recogniser = MoonshineRecogniser(files, threads: 2)
        let said = ["Good morning.", "Where is the station?", "My mother put the warm bread on the table."]
        var sounds: [[Int16]] = []
        for text in said { sounds.append(try await sound(text)) }
        try await withThrowingTaskGroup(of: (Int, String).self) { [sounds] group in
            for number in 0..<12 {
                group.addTask {
                    let transcription = recogniser.transcribe(RecognitionRequest())
                    let samples = sounds[number % 3]
                    for start in stride(from: 0, to: samples.count, by: 320) {
                        transcription.feed(Array(samples[start..<min(start + 320, samples.count)]))
                    }
                    transcription.finish()
                    var last = ""
                    for try await text in transcription.results { last = text.text }
                    return (number, last)
                }
            }
            var texts: [Int: Set<String>] = [:]
            for try await (number, text) in group { texts[number % 3, default: []].insert(text) }
            #expect(texts.count == 3 && texts.values.allSatisfy { $0.count == 1 && !$0.contains("") })
        }
    }

    @Test("broken files are told, and without files pocketsphinx listens")
    func broken() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "moonshine-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(try BuiltInRecogniser.installed(models: folder).name.hasPrefix("pocketsphinx"))
        #expect(try BuiltInRecogniser.installed(models: Self.models).name.hasPrefix("moonshine"))
        let source = Self.models
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in ["moonshine-tiny-en", "onnxruntime"] {
            try FileManager.default.copyItem(at: source.appending(path: name), to: folder.appending(path: name))
        }
        let encoder = folder.appending(path: "moonshine-tiny-en/encoder_model.ort")
        try Data("not a model".utf8).write(to: encoder)
        let recogniser = try BuiltInRecogniser.installed(models: folder)
        await #expect(throws: ProviderError.self) { try await recogniser.warm() }
    }
}

struct MoonshineTokenTests {
    private static let file = NearestFolder.all(named: ".models").first?
        .appending(path: "moonshine-tiny-en/tokenizer.bin")

    @Test("texts become the model's own pieces and texts again")
    func roundTrip() throws {
        let file = try Data(contentsOf: #require(Self.file))
        let tokens = try #require(MoonshineTokens(file: [UInt8](file)))
        #expect(tokens.tokens(of: "Listen.") == [2391, 264, 29889])
        for text in ["Stop it", "Yeah, yeah", "I see", "Excuse me"] {
            #expect(tokens.text(of: tokens.tokens(of: text)) == text)
        }
        #expect(tokens.tokens(of: "\u{1F600}").isEmpty)
        #expect(tokens.text(of: [1, 2, 99_999, -1]).isEmpty)
    }

    @Test("what is no list of pieces is refused, and mutated ones do no harm")
    func mutated() throws {
        let file = [UInt8](try Data(contentsOf: #require(Self.file)))
        #expect(MoonshineTokens(file: []) == nil)
        #expect(MoonshineTokens(file: Array(file.prefix(500))) == nil)
        var random = SplitMix64(seed: 3)
        for _ in 0..<20 {
            var broken = Array(file.prefix(20_000))
            for _ in 0..<10 { broken[Int(random.next() % 20_000)] = UInt8(truncatingIfNeeded: random.next()) }
            let tokens = MoonshineTokens(file: broken)
            _ = tokens?.text(of: 0..<1_000)
            _ = tokens?.tokens(of: "Stop it")
        }
    }
}
