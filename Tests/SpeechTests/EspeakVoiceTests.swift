import Core
import Foundation
import Testing

@testable import Speech

/// The real helper, found beside the test's own executable.
@Suite(.serialized)
struct EspeakVoiceTests {
    static let voices = Voices()

    @Test("at least thirty languages are listed, each with an id, a name, a sample and both genders")
    func catalogue() throws {
        let voices = Self.voices.all
        #expect(Self.voices.espeakProblem == nil)
        let languages = Set(voices.map { LanguageTag($0.language).language })
        #expect(languages.count >= 30)
        #expect(Set(voices.map(\.id)).count == voices.count)
        for voice in voices {
            #expect(!voice.name.isEmpty && !voice.sample.isEmpty)
            #expect(voice.id.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") })
        }
        for language in EspeakCatalogue.languages {
            #expect(Set(voices.filter { $0.language == language.tag }.map(\.gender)) == [.female, .male])
        }
        #expect(languages.isDisjoint(with: ["zh", "ja", "cmn", "yue"]))
    }

    @Test(
        "every voice speaks its sample at −20 LUFS ± 1, phones cover it, and lips close",
        arguments: EspeakCatalogue.voices.map(\.id))
    func speaks(id: String) async throws {
        let voice = try #require(Self.voices.voice(id))
        let utterance = try await Self.voices.utterance(of: voice.sample, voice: id)
        let loudness = try #require(LoudnessMeter.integrated(of: utterance.audio))
        #expect(abs(loudness + 20) <= 1, "\(loudness) LUFS")
        #expect(utterance.audio.samples.allSatisfy { abs($0) <= VoiceGain.ceiling })
        expectCovers(utterance)
        let phones = utterance.pronunciation.phones
        #expect(phones.contains { ["p", "b", "m"].contains($0.symbol) && $0.duration > 0.01 })
        #expect(phones.filter { $0.symbol == "ax" }.count < phones.count / 3)
        let written = voice.sample.split(whereSeparator: \.isWhitespace).map(String.init)
        #expect(utterance.pronunciation.words.count >= written.filter { $0.contains(where: \.isLetter) }.count)
        #expect(utterance.pronunciation.words.allSatisfy { $0.end > $0.start })
    }

    /// Phones from 0 to the end without a gap, words in order and inside.
    private func expectCovers(_ utterance: Utterance) {
        let (phones, words) = (utterance.pronunciation.phones, utterance.pronunciation.words)
        #expect(phones.first?.start == 0)
        #expect(abs((phones.last?.end ?? 0) - utterance.audio.duration) < 1e-6)
        #expect(zip(phones, phones.dropFirst()).allSatisfy { abs($0.end - $1.start) < 1e-6 && $0.end >= $0.start })
        #expect(zip(words, words.dropFirst()).allSatisfy { $0.end <= $1.start + 1e-6 })
        #expect(words.allSatisfy { $0.start >= 0 && $0.end <= utterance.audio.duration + 1e-6 })
    }

    @Test("words are as written, with times and phrase ends, also numbers and foreign scripts")
    func words() async throws {
        let utterance = try await Self.voices.utterance(
            of: "Папа купил 42 книги, а Microsoft — нет! 你好.", voice: "ru-male")
        #expect(
            utterance.pronunciation.words.map(\.text)
                == ["Папа", "купил", "42", "книги,", "а", "Microsoft", "нет!", "你好."]
                || utterance.pronunciation.words.map(\.text).prefix(7)
                    == ["Папа", "купил", "42", "книги,", "а", "Microsoft", "нет!"]
        )
        #expect(utterance.pronunciation.words[3].endsPhrase)
        #expect(utterance.pronunciation.words[0].start < 0.15)
        expectCovers(utterance)
    }

    @Test("lips close where a German p, b or m is spoken")
    func closures() async throws {
        let phones = try await Self.voices.utterance(of: "Mama, Papa, Baby.", voice: "de-female").pronunciation.phones
        #expect(phones.filter { ["p", "b", "m"].contains($0.symbol) }.map(\.symbol) == ["m", "m", "p", "p", "b", "b"])
    }

    @Test("speed halves the duration, pitch moves the voice by semitones")
    func settings() async throws {
        let sample = try #require(Self.voices.voice("fr-male")).sample
        let own = try await Self.voices.utterance(of: sample, voice: "fr-male")
        let fast = try await Self.voices.utterance(of: sample, voice: "fr-male", settings: .init(speed: 2))
        let high = try await Self.voices.utterance(of: sample, voice: "fr-male", settings: .init(pitch: 5))
        func sounding(_ utterance: Utterance) -> Double {
            utterance.pronunciation.phones.filter { !$0.isSilence }.reduce(0) { $0 + $1.duration }
        }
        #expect((1.6...2.4).contains(sounding(own) / sounding(fast)))
        #expect(abs(12 * log2(high.audio.fundamental / own.audio.fundamental) - 5) < 1.5)
        for extreme in [VoiceSettings(speed: 0.5, pitch: -12), VoiceSettings(speed: 2, pitch: 12)] {
            let audio = try await Self.voices.utterance(of: sample, voice: "fr-male", settings: extreme).audio
            #expect(abs(try #require(LoudnessMeter.integrated(of: audio)) + 20) <= 1)
        }
    }

    @Test(
        "a language finds its voice",
        arguments: [
            ("de", "de-female"), ("de-AT", "de-female"), ("pt-BR", "pt-br-female"), ("pt", "pt-pt-female"),
            ("es-MX", "es-female"), ("en", "slt"), ("en-GB", "awb"), ("en_us", "slt"), ("no", "nb-female"),
        ])
    func languages(tag: String, id: String) {
        #expect(Self.voices.voice(forLanguage: tag)?.id == id)
    }

    @Test(
        "hostile text is spoken or refused by name, whatever the voice",
        arguments: ["de-male", "ru-female", "ar-male", "hi-female", "ko-male"])
    func hostile(id: String) async throws {
        let texts = [
            "Привет, мир! 你好 world. مرحبا नमस्ते 안녕", "a\u{0}b\u{1B}[31mred\u{7F} [[p_h]] <voice name='x'>", "👩‍👩‍👧 ½ ² ① ﬁ",
            String(repeating: "x", count: 300), String(repeating: "9", count: 120), "ъ", " -- - ...", "\u{64}\u{304}",
            String(repeating: "e\u{301}", count: 200), "\u{202E}abc\u{200B}def\u{FEFF}", "U.S.A. 3.14 1/2 10:30 %s %n",
        ]
        for text in texts {
            do {
                let utterance = try await Self.voices.utterance(of: text, voice: id)
                #expect(utterance.audio.samples.allSatisfy { $0.isFinite })
                expectCovers(utterance)
            } catch let error as SpeechError {
                switch error {
                case .nothingSpeakable, .synthesisFailed: break
                default: Issue.record("\(text.prefix(20)): \(error)")
                }
            }
        }
    }

    @Test("a language that cannot be spoken has no voice", arguments: ["zh-CN", "ja", "xx", "", "-"])
    func noLanguage(tag: String) { #expect(Self.voices.voice(forLanguage: tag) == nil) }

    @Test("a helper that is not there leaves English, and says why")
    func absent() async throws {
        let voices = Voices(espeakHelper: "/nowhere/visavis-espeak")
        #expect(voices.all.map(\.id) == ["slt", "rms", "awb"])
        #expect(voices.espeakProblem?.contains("/nowhere/visavis-espeak") == true)
        #expect(voices.voice(forLanguage: "de") == nil)
        await #expect(throws: SpeechError.self) { try await voices.espeakEngine() }
    }

    @Test("a helper that is no helper is a named error", arguments: ["/bin/true", "/bin/cat", "/bin/ls"])
    func impostor(path: String) async throws {
        let voices = Voices(espeakHelper: path)
        await #expect(throws: SpeechError.self) { try await voices.espeakEngine() }
    }
}
