import Core
import Testing

@testable import Speech

struct SynthesisTests {
    static let sentences = [
        "The patient man above bought five very big maps for Bob.", "Hello, I am glad that you came to see us today.",
        "My mother put the warm bread on the table before breakfast.", "What would you like to know about our offer?",
        "Please remember to bring your passport and forty two dollars.", "Nobody believed the young author at first.",
        "She sells fresh fish by the old harbour every Monday morning.", "Thank you very much, that was a big help.",
        "The weather may improve, but we should take an umbrella.",
        "Open the menu, choose a voice, and press the button.",
    ]
    let synthesizer = FliteSynthesizer()

    @Test("phones are contiguous and cover the audio exactly", arguments: ["slt", "rms", "awb"])
    func phonesCoverAudio(voice: String) throws {
        let text = "Hello there, my name is Ada. I was born in 1815, in London! Dr. Babbage knew me well."
        let utterance = try synthesizer.synthesize(text, voice: voice)
        let phones = utterance.pronunciation.phones
        #expect(utterance.audio.sampleRate == 16_000)
        #expect(phones.first?.start == 0)
        #expect(abs((phones.last?.end ?? 0) - utterance.audio.duration) < 1e-9)
        for (left, right) in zip(phones, phones.dropFirst()) {
            #expect(abs(left.end - right.start) < 1e-9)
            #expect(left.end >= left.start)
        }
        #expect(phones.allSatisfy { $0.symbol.allSatisfy { $0.isLowercase } && $0.symbol != "pau" })
    }

    @Test("words are as written, in order, inside the audio, with phrase ends at punctuation")
    func wordsCarryTheText() throws {
        let utterance = try synthesizer.synthesize("Café costs 42, dear Zoë. Bye!", voice: "slt")
        let words = utterance.pronunciation.words
        #expect(words.map(\.text) == ["Café", "costs", "42,", "dear", "Zoë.", "Bye!"])
        #expect(words.map(\.endsPhrase) == [false, false, true, false, true, true])
        for (left, right) in zip(words, words.dropFirst()) { #expect(left.end <= right.start + 1e-9) }
        #expect(words.allSatisfy { $0.start < $0.end && $0.end <= utterance.audio.duration })
    }

    @Test("a stressed vowel says so")
    func stress() throws {
        let phones = try synthesizer.synthesize("banana", voice: "slt").pronunciation.phones
        #expect(phones.filter { $0.stress == 1 }.map(\.symbol) == ["ae"])
    }

    @Test("speed 2 halves the duration of the sounds")
    func speed() throws {
        func sounding(_ speed: Double) throws -> Double {
            try synthesizer.synthesize(Self.sentences[0], voice: "rms", speed: speed).pronunciation.phones
                .filter { !$0.isSilence }.reduce(0) { $0 + $1.duration }
        }
        let ratio = try sounding(1) / sounding(2)
        #expect(abs(ratio - 2) < 0.1)
    }

    @Test("every voice speaks at −20 LUFS ± 1 without clipping", arguments: ["slt", "rms", "awb"])
    func loudness(voice: String) throws {
        for sentence in Self.sentences {
            let audio = try synthesizer.synthesize(sentence, voice: voice).audio
            let loudness = try #require(LoudnessMeter.integrated(of: audio))
            #expect(abs(loudness + 20) <= 1)
            #expect(audio.samples.allSatisfy { abs($0) < 0.97 })
        }
    }

    @Test("clauses on the whole clock are the utterance, in parts")
    func clausesJoin() async throws {
        let text = "Good morning and welcome to the show, my friends. " + Self.sentences.joined(separator: " ")
        let whole = try synthesizer.synthesize(text, voice: "awb")
        var samples = 0
        var phones: [Phone] = []
        var words: [Word] = []
        for try await clause in try synthesizer.clauses(of: text, voice: "awb") {
            #expect(clause.firstSample == samples)
            samples += clause.audio.samples.count
            phones += clause.pronunciation.phones
            words += clause.pronunciation.words
        }
        #expect(samples == whole.audio.samples.count)
        #expect(phones == whole.pronunciation.phones)
        #expect(words == whole.pronunciation.words)
        #expect(words.count == text.split(separator: " ").count)
    }

    @Test("many threads get the same times as one")
    func threads() async throws {
        let alone = try Self.sentences.map { try synthesizer.synthesize($0, voice: "slt").pronunciation }
        try await withThrowingTaskGroup(of: (Int, Pronunciation).self) { group in
            for round in 0..<40 {
                group.addTask {
                    let index = round % Self.sentences.count
                    return (index, try FliteSynthesizer().synthesize(Self.sentences[index], voice: "slt").pronunciation)
                }
            }
            for try await (index, pronunciation) in group { #expect(pronunciation == alone[index]) }
        }
    }

    @Test(
        "text without sound is refused by name",
        arguments: ["", "  \n\t ", "🙂🎉", "...!?", "\u{0}\u{1}\u{7}", "—", "()"])
    func nothingSpeakable(text: String) {
        #expect(throws: SpeechError.nothingSpeakable) { try synthesizer.synthesize(text, voice: "slt") }
    }

    @Test("unknown voices, speeds and endless texts are refused by name")
    func refusals() {
        #expect(throws: SpeechError.unknownVoice(id: "bob", known: ["slt", "rms", "awb"])) {
            try synthesizer.synthesize("Hi", voice: "bob")
        }
        #expect(throws: SpeechError.speedOutOfRange(0)) { try synthesizer.synthesize("Hi", voice: "slt", speed: 0) }
        #expect(throws: SpeechError.self) { try synthesizer.synthesize("Hi", voice: "slt", speed: .nan) }
        #expect(throws: SpeechError.textTooLong(characters: 60_000, limit: 50_000)) {
            try synthesizer.synthesize(String(repeating: "a ", count: 30_000), voice: "slt")
        }
    }

    @Test(
        "hostile text is spoken or refused, never fatal",
        arguments: [
            "Привет, мир! 你好 world. مرحبا", "a\u{0}b\u{1B}[31mred\u{7F}", String(repeating: "x", count: 300),
            String(repeating: "9", count: 60), "🇩🇪 flags 👩‍👩‍👧 and ﬁne ½ ² ①",
            "<speak>no & yes</speak> %s %n $$$ 100% $5.50",
            "e\u{301}\u{302}\u{303}\u{304}", "U.S.A. 3.14 1/2 10:30 2026-11-20 a@b.example http://x.example/?q=1",
            "'''''' \"\"\" ((( -- - ...", "I. II. III. IV. Mr. A. B. C.", "\u{202E}abc\u{200B}def\u{FEFF}",
        ])
    func hostile(text: String) throws {
        do {
            let utterance = try synthesizer.synthesize(text, voice: "rms")
            #expect(utterance.audio.samples.allSatisfy { $0.isFinite })
            #expect(!utterance.pronunciation.phones.isEmpty)
        } catch {
            #expect(error == .nothingSpeakable)
        }
    }

    @Test("random scalars never crash and never break the contiguity of phones")
    func randomText() throws {
        var state: UInt64 = 7
        func random(_ bound: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % bound
        }
        for _ in 0..<20 {
            let scalars = (0..<random(60)).compactMap { _ in
                Unicode.Scalar(UInt32(random(3) == 0 ? random(0x2FFFF) : 32 + random(96)))
            }
            var text = ""
            text.unicodeScalars.append(contentsOf: scalars)
            guard let utterance = try? synthesizer.synthesize(text, voice: "slt") else { continue }
            let phones = utterance.pronunciation.phones
            #expect(zip(phones, phones.dropFirst()).allSatisfy { abs($0.end - $1.start) < 1e-9 })
        }
    }

    @Test("ten thousand characters come clause by clause")
    func longText() throws {
        let text = String(repeating: "The baby may borrow my map, and nobody will notice. ", count: 200)
        var clauses = try synthesizer.clauses(of: text, voice: "slt").makeIterator()
        #expect(clauses.texts.count >= 200)
        #expect(
            clauses.texts.allSatisfy { $0.spoken.count <= Clause.longestCharacters + SpeakableText.longestToken + 2 })
        let first = try clauses.nextClause()
        #expect(first?.firstSample == 0)
    }

    @Test("the front end expands numbers, sounds out unknown words and marks phrases")
    func frontEnd() throws {
        let words = try TextFrontEnd.words(of: "I have 42 blorfs, Bob.")
        #expect(words.map(\.word) == ["i", "have", "forty", "two", "blorfs", "bob"])
        #expect(words.map(\.endsPhrase) == [false, false, false, false, true, true])
        #expect(words[5].phones.map(\.symbol) == ["b", "aa", "b"])
        #expect(words[5].phones.map(\.stress) == [0, 1, 0])
        #expect(words.allSatisfy { !$0.phones.isEmpty })
    }
}
