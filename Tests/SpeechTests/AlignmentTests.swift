import Core
import Testing

@testable import Speech

@Suite("Forced alignment")
struct AlignmentTests {
    let spoken = SpokenFixture(SpokenFixture.text)

    @Test("phones lie where the synthesiser put them")
    func boundariesAreClose() throws {
        let alignment = try ForcedAligner().align(audio: spoken.audio, transcript: SpokenFixture.text)
        let found = alignment.pronunciation.phones
        #expect(found.first?.start == 0)
        #expect(found.last?.end == spoken.audio.duration)
        #expect(zip(found, found.dropFirst()).allSatisfy { $0.end == $1.start })
        #expect(alignment.confidence > 0.8)
    }

    @Test("the same recording gives the same alignment")
    func deterministic() throws {
        let aligner = try ForcedAligner()
        let first = try aligner.align(audio: spoken.audio, transcript: SpokenFixture.text)
        #expect(try aligner.align(audio: spoken.audio, transcript: SpokenFixture.text) == first)
    }

    @Test("silence is named")
    func silence() throws {
        let clip = AudioClip(samples: [Float](repeating: 0, count: 48_000), sampleRate: 16_000)
        #expect(throws: AlignmentError.silence) { try ForcedAligner().align(audio: clip, transcript: "Hello there.") }
    }
}
