import Core
import Testing

@testable import Speech

@Suite("Forced alignment of difficult input")
struct AlignmentEdgeTests {
    private func align(_ samples: [Float], _ text: String = "Hello there.", rate: Int = 16_000) throws -> Alignment {
        try ForcedAligner().align(audio: AudioClip(samples: samples, sampleRate: rate), transcript: text)
    }

    /// Deterministic noise, −1…1.
    private func noise(_ count: Int) -> [Float] {
        var state: UInt64 = 1
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(Int64(bitPattern: state) >> 40) / Float(1 << 23)
        }
    }

    @Test("silence is named")
    func silence() {
        #expect(throws: AlignmentError.silence) { try align([Float](repeating: 0, count: 48_000)) }
    }

    @Test("too little audio is named")
    func tooShort() {
        #expect(throws: AlignmentError.audioTooShort(seconds: 0.1)) { try align(noise(1600)) }
        #expect(throws: AlignmentError.audioTooShort(seconds: 0)) { try align([], rate: 0) }
    }

    @Test("a text without words is named", arguments: ["", " … ", "!?"])
    func emptyTranscript(text: String) {
        #expect(throws: AlignmentError.emptyTranscript) { try align(noise(32_000), text) }
    }

    @Test("more words than the audio can hold are refused")
    func tooManyWords() {
        let text = String(repeating: "extraordinary circumstances ", count: 60)
        #expect(throws: AlignmentError.transcriptDoesNotMatch) { try align(noise(32_000), text) }
    }

    @Test("noise is refused or not trusted")
    func noiseOnly() throws {
        do {
            #expect(try align(noise(48_000), "My brother Paul and I found it in May.").confidence < 0.5)
        } catch let error as AlignmentError {
            #expect(error == .transcriptDoesNotMatch)
        }
    }

    @Test("samples that are no numbers do no harm")
    func notNumbers() async throws {
        var samples = try await SpokenFixture.utterance.value.audio.samples
        for index in stride(from: 100, to: samples.count, by: 5000) { samples[index] = .nan }
        samples[50] = .infinity
        #expect(try align(samples, SpokenFixture.text).confidence > 0.5)
    }

    @Test("a cancelled alignment ends with its own error")
    func cancelled() async throws {
        let audio = try await SpokenFixture.utterance.value.audio
        var asked = 0
        #expect(throws: AlignmentError.cancelled) {
            try ForcedAligner().align(
                audio: audio, transcript: SpokenFixture.text,
                isCancelled: {
                    asked += 1
                    return asked > 3
                })
        }
    }

    @Test("progress never runs backwards and ends at 1")
    func progress() async throws {
        var steps: [Double] = []
        _ = try ForcedAligner().align(
            audio: try await SpokenFixture.utterance.value.audio, transcript: SpokenFixture.text,
            progress: { steps.append($0) })
        #expect(steps.last == 1)
        #expect(zip(steps, steps.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test("a missing model names the package to install")
    func missingModel() {
        let error = #expect(throws: AlignmentError.self) {
            try EnglishModel.installed(in: ["/nonexistent"])
        }
        #expect(error?.description.contains("pocketsphinx-en-us") == true)
    }
}
