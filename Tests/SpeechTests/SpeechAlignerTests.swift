import Core
import Testing

@testable import Speech

struct SpeechAlignerTests {
    private let voices = Voices()

    /// The beginnings of words as found in one voice's sound with another voice's expectation, and as they are, seconds.
    private func starts(_ text: String, expectedBy: String, spokenBy: String, speed: Double = 1) async throws -> (
        found: Pronunciation, truth: Pronunciation
    ) {
        let expected = try await voices.utterance(of: text, voice: expectedBy).pronunciation
        let spoken = try await voices.utterance(of: text, voice: spokenBy, settings: VoiceSettings(speed: speed))
        var aligner = SpeechAligner(expected: expected, sampleRate: 16_000)
        var rest = spoken.audio.samples[...]
        while !rest.isEmpty {
            aligner.push(Array(rest.prefix(1_600)))
            rest = rest.dropFirst(1_600)
            let known = aligner.knownSeconds
            #expect(known <= Double(spoken.audio.samples.count - rest.count) / 16_000)
        }
        aligner.finish()
        let isPlausible = aligner.isPlausible
        #expect(isPlausible)
        return (aligner.pronunciation, spoken.pronunciation)
    }

    @Test(
        "words of a known text are found in a voice that is not the expected one, fast or slow",
        arguments: [("rms", 1.0), ("awb", 1.0), ("rms", 1.4), ("slt", 0.8)])
    func words(voice: String, speed: Double) async throws {
        var errors: [Double] = []
        for text in FliteVoiceTests.sentences {
            let (found, truth) = try await starts(text, expectedBy: "slt", spokenBy: voice, speed: speed)
            #expect(found.words.map(\.text) == truth.words.map(\.text))
            for (left, right) in zip(found.words, truth.words) { errors.append(abs(left.start - right.start)) }
            for (left, right) in zip(found.phones, found.phones.dropFirst()) {
                #expect(abs(left.end - right.start) < 1e-9)
            }
        }
        errors.sort()
        #expect(errors[errors.count / 2] < 0.03)
        #expect(errors[errors.count * 9 / 10] < 0.08)
    }

    @Test("lips close where they do in the sound")
    func closures() async throws {
        let (found, truth) = try await starts(FliteVoiceTests.sentences[0], expectedBy: "slt", spokenBy: "rms")
        func closures(_ speech: Pronunciation) -> [Double] {
            speech.phones.filter { "pbm".contains($0.symbol) }.map { ($0.start + $0.end) / 2 }
        }
        let hits = closures(truth).filter { time in closures(found).contains { abs($0 - time) < 0.05 } }
        #expect(hits.count * 10 >= closures(truth).count * 8)
    }

    @Test("sound that is another text's is not taken for this one's")
    func implausible() async throws {
        let expected = try await voices.utterance(of: FliteVoiceTests.sentences[0], voice: "slt").pronunciation
        var aligner = SpeechAligner(expected: expected, sampleRate: 16_000)
        var random = SplitMix64(seed: 3)
        aligner.push((0..<48_000).map { _ in Float.random(in: -0.3...0.3, using: &random) })
        aligner.finish()
        var isPlausible = aligner.isPlausible
        #expect(!isPlausible)
        for other in FliteVoiceTests.sentences.dropFirst().prefix(4) {
            var aligner = SpeechAligner(expected: expected, sampleRate: 16_000)
            aligner.push(try await voices.utterance(of: other, voice: "rms").audio.samples)
            aligner.finish()
            isPlausible = aligner.isPlausible
            #expect(!isPlausible)
        }
    }

    @Test("silence at the ends is cut, pauses within stay")
    func edges() {
        let voice = [Float](repeating: 0.3, count: 1_600)
        let silence = [Float](repeating: 0, count: 16_000)
        var edges = SilenceEdges(sampleRate: 16_000)
        var samples = edges.push(silence)
        #expect(samples.isEmpty && !edges.hasSound)
        for piece in [voice, silence, voice, silence] { samples += edges.push(piece) }
        samples += edges.finish(rest: 0.1)
        #expect(abs(edges.cutSeconds - 0.96) < 1e-9)
        #expect(samples.count == 640 + 1_600 + 16_000 + 1_600 + 1_600)
    }
}
