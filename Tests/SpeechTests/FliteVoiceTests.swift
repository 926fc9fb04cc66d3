import Core
import Foundation
import Testing

@testable import Speech

struct FliteVoiceTests {
    static let sentences = [
        "The patient man above bought five very big maps for Bob.", "Hello, I am glad that you came to see us today.",
        "My mother put the warm bread on the table before breakfast.", "What would you like to know about our offer?",
        "Please remember to bring your passport and forty two dollars.", "Nobody believed the young author at first.",
        "She sells fresh fish by the old harbour every Monday morning.", "Thank you very much, that was a big help.",
        "The weather may improve, but we should take an umbrella.",
        "Open the menu, choose a voice, and press the button.",
    ]
    let voices = Voices()

    @Test("phones are contiguous and cover the audio exactly", arguments: ["slt", "rms", "awb"])
    func phonesCoverAudio(voice: String) async throws {
        let text = "Hello there, my name is Ada. I was born in 1815, in London! Dr. Babbage knew me well."
        let utterance = try await voices.utterance(of: text, voice: voice)
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
    func wordsCarryTheText() async throws {
        let utterance = try await voices.utterance(of: "Café costs 42, dear Zoë. Bye!", voice: "slt")
        let words = utterance.pronunciation.words
        #expect(words.map(\.text) == ["Café", "costs", "42,", "dear", "Zoë.", "Bye!"])
        #expect(words.map(\.endsPhrase) == [false, false, true, false, true, true])
        for (left, right) in zip(words, words.dropFirst()) { #expect(left.end <= right.start + 1e-9) }
        #expect(words.allSatisfy { $0.start < $0.end && $0.end <= utterance.audio.duration })
    }

    @Test("a stressed vowel says so")
    func stress() async throws {
        let phones = try await voices.utterance(of: "banana", voice: "slt").pronunciation.phones
        #expect(phones.filter { $0.stress == 1 }.map(\.symbol) == ["ae"])
    }

    @Test("speed 2 halves the duration of the sounds")
    func speed() async throws {
        func sounding(_ speed: Double) async throws -> Double {
            try await voices.utterance(of: Self.sentences[0], voice: "rms", settings: .init(speed: speed)).pronunciation
                .phones
                .filter { !$0.isSilence }.reduce(0) { $0 + $1.duration }
        }
        let ratio = try await sounding(1) / sounding(2)
        #expect(abs(ratio - 2) < 0.1)
    }

    @Test("every voice speaks at −20 LUFS ± 1 without clipping", arguments: ["slt", "rms", "awb"])
    func loudness(voice: String) async throws {
        for sentence in Self.sentences {
            let audio = try await voices.utterance(of: sentence, voice: voice).audio
            let loudness = try #require(LoudnessMeter.integrated(of: audio))
            #expect(abs(loudness + 20) <= 1)
            #expect(audio.samples.allSatisfy { abs($0) < 0.97 })
        }
    }

    @Test("chunks on the whole clock are the utterance, in parts, and carry the text as written")
    func chunksJoin() async throws {
        let text =
            " Good morning and welcome to the show, my friends. 🙂 " + Self.sentences.joined(separator: "\n") + " —"
        let whole = try await voices.utterance(of: text, voice: "awb")
        var samples = 0
        var phones: [Phone] = []
        var words: [Word] = []
        var written = ""
        for try await chunk in try voices.speech(of: text, voice: "awb") {
            #expect(chunk.firstSample == samples)
            #expect(chunk.audio.sampleRate == 16_000 && !chunk.audio.samples.isEmpty)
            let pronunciation = try #require(chunk.pronunciation)
            #expect(abs((pronunciation.phones.first?.start ?? -1) - Double(samples) / 16_000) < 1e-9)
            samples += chunk.audio.samples.count
            #expect(abs((pronunciation.phones.last?.end ?? -1) - Double(samples) / 16_000) < 1e-9)
            phones += pronunciation.phones
            words += pronunciation.words
            written += chunk.text
        }
        #expect(samples == whole.audio.samples.count)
        #expect(phones == whole.pronunciation.phones)
        #expect(words == whole.pronunciation.words)
        #expect(words.count == text.split(whereSeparator: \.isWhitespace).count - 2)
        #expect(written == text)
    }

    @Test("the first chunk is a part of the first clause, so that it comes before the clause is spoken")
    func firstChunkIsShort() async throws {
        var chunks = try voices.speech(of: Self.sentences[0], voice: "slt").makeAsyncIterator()
        let first = try #require(try await chunks.next())
        #expect((0.3...0.8).contains(first.audio.duration))
        #expect(first.text == Self.sentences[0])
        #expect(try await chunks.next()?.text == "")
        #expect(try await chunks.next() == nil)
    }

    @Test("a part's gain glides to the clause's own without a step")
    func gainGlides() {
        let gain = VoiceGain(loudness: -16)
        let samples = gain.applied(
            to: [Float](repeating: 0.1, count: 8_000), decibels: -2, from: gain.decibels, sampleRate: 16_000)
        let steps = zip(samples, samples.dropFirst()).map { abs($1 - $0) }
        #expect(steps.allSatisfy { $0 < 1e-4 })
        #expect(abs(samples[0] - 0.1 * 0.631) < 1e-3 && abs(samples[7_999] - 0.1 * 0.794) < 1e-3)
        #expect(VoiceGain.limited(5) < VoiceGain.ceiling + 1e-6 && VoiceGain.limited(-0.5) == -0.5)
    }

    @Test("the loudness holds at the ends of speed and pitch too", arguments: ["slt", "rms", "awb"])
    func loudnessOfExtremes(voice: String) async throws {
        for settings in [VoiceSettings(speed: 0.5, pitch: -12), VoiceSettings(speed: 2, pitch: 12)] {
            let audio = try await voices.utterance(of: Self.sentences[2], voice: voice, settings: settings).audio
            let loudness = try #require(LoudnessMeter.integrated(of: audio))
            #expect(abs(loudness + 20) <= 1, "\(settings): \(loudness) LUFS")
        }
    }

    @Test("who stops listening ends the speech")
    func cancelled() async throws {
        let text = Self.sentences.joined(separator: " ")
        let task = Task {
            var count = 0
            for try await _ in try voices.speech(of: text, voice: "slt") {
                count += 1
                withUnsafeCurrentTask { $0?.cancel() }
            }
            return count
        }
        #expect(try await task.value == 1)
    }

    @Test("pitch moves the voice by semitones", arguments: ["slt", "rms", "awb"])
    func pitch(voice: String) async throws {
        let own = try await voices.utterance(of: Self.sentences[2], voice: voice).audio.fundamental
        let up = try await voices.utterance(of: Self.sentences[2], voice: voice, settings: .init(pitch: 4))
            .audio.fundamental
        #expect(abs(12 * log2(up / own) - 4) < 1)
    }

    @Test("many threads get the same times as one")
    func threads() async throws {
        var alone: [Pronunciation] = []
        for sentence in Self.sentences {
            alone.append(try await voices.utterance(of: sentence, voice: "slt").pronunciation)
        }
        try await withThrowingTaskGroup(of: (Int, Pronunciation).self) { group in
            for round in 0..<40 {
                group.addTask {
                    let index = round % Self.sentences.count
                    return (index, try await voices.utterance(of: Self.sentences[index], voice: "slt").pronunciation)
                }
            }
            for try await (index, pronunciation) in group { #expect(pronunciation == alone[index]) }
        }
    }

    @Test(
        "text without sound is refused by name",
        arguments: ["", "  \n\t ", "🙂🎉", "...!?", "\u{0}\u{1}\u{7}", "—", "()"])
    func nothingSpeakable(text: String) {
        #expect(throws: SpeechError.nothingSpeakable) { try voices.speech(of: text, voice: "slt") }
    }

    @Test("unknown voices, speeds and endless texts are refused by name")
    func refusals() {
        #expect(throws: SpeechError.unknownVoice(id: "bob")) {
            try voices.speech(of: "Hi", voice: "bob")
        }
        #expect(throws: SpeechError.speedOutOfRange(0)) {
            try voices.speech(of: "Hi", voice: "slt", settings: .init(speed: 0))
        }
        #expect(throws: SpeechError.pitchOutOfRange(13)) {
            try voices.speech(of: "Hi", voice: "slt", settings: .init(pitch: 13))
        }
        #expect(throws: SpeechError.self) { try voices.speech(of: "Hi", voice: "slt", settings: .init(speed: .nan)) }
        #expect(throws: SpeechError.self) { try voices.speech(of: "Hi", voice: "slt", settings: .init(pitch: .nan)) }
        #expect(throws: SpeechError.textTooLong(characters: 60_000, limit: 50_000)) {
            try voices.speech(of: String(repeating: "a ", count: 30_000), voice: "slt")
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
    func hostile(text: String) async throws {
        do {
            let utterance = try await voices.utterance(of: text, voice: "rms")
            #expect(utterance.audio.samples.allSatisfy { $0.isFinite })
            #expect(!utterance.pronunciation.phones.isEmpty)
        } catch {
            #expect(error as? SpeechError == .nothingSpeakable)
        }
    }

    @Test("random scalars never crash and never break the contiguity of phones")
    func randomText() async throws {
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
            guard let utterance = try? await voices.utterance(of: text, voice: "slt") else { continue }
            let phones = utterance.pronunciation.phones
            #expect(zip(phones, phones.dropFirst()).allSatisfy { abs($0.end - $1.start) < 1e-9 })
        }
    }

    @Test("ten thousand characters come clause by clause")
    func longText() async throws {
        let text = String(repeating: "The baby may borrow my map, and nobody will notice. ", count: 200)
        let clauses = Array(Clauses(text: try SpeakableText(text)))
        #expect(clauses.count >= 200)
        #expect(clauses.allSatisfy { $0.spoken.count <= Clauses.longestWeight + SpeakableText.longestToken + 2 })
        var chunks = try voices.speech(of: text, voice: "slt").makeAsyncIterator()
        #expect(try await chunks.next()?.firstSample == 0)
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

extension AudioClip {
    /// Hz: the mean over voiced 64 ms frames of the pitch with the highest normalised autocorrelation.
    var fundamental: Double {
        var pitches: [Double] = []
        for start in stride(from: 0, to: samples.count - 1024, by: 4096) {
            let frame = samples[start..<(start + 1024)].map(Double.init)
            let energy = frame[..<768].reduce(0) { $0 + $1 * $1 }
            guard energy / 768 > 1e-3 else { continue }
            var best = (value: 0.7, lag: 0)
            for lag in 40...250 {
                let (product, other) = (0..<768).reduce((0.0, 1e-9)) {
                    ($0.0 + frame[$1] * frame[$1 + lag], $0.1 + frame[$1 + lag] * frame[$1 + lag])
                }
                let value = product / (energy * other).squareRoot()
                if value > best.value + 0.02 { best = (value, lag) }
            }
            if best.lag > 0 { pitches.append(log2(Double(sampleRate) / Double(best.lag))) }
        }
        return exp2(pitches.reduce(0, +) / Double(max(pitches.count, 1)))
    }
}
