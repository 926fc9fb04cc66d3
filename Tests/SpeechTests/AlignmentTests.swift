import Core
import Foundation
import Testing

@testable import Speech

@Suite("Forced alignment")
struct AlignmentTests {
    private func spoken() async throws -> Utterance { try await SpokenFixture.utterance.value }

    /// How far each true phone's start is from the nearest found start of the same sound, sorted; silences left out.
    private func startErrors(_ found: [Phone], _ truth: [Phone]) -> [Double] {
        func sound(_ phone: Phone) -> String { phone.symbol == "ax" ? "ah" : phone.symbol }
        return truth.filter { !$0.isSilence }.compactMap { said in
            found.filter { sound($0) == sound(said) }.map { abs($0.start - said.start) }.min()
        }.sorted()
    }

    @Test("phones lie where the synthesiser put them")
    func boundaries() async throws {
        let found = try await SpokenFixture.alignment.value.pronunciation.phones
        let errors = startErrors(found, try await spoken().pronunciation.phones)
        #expect(errors.count > 90)
        #expect(errors[errors.count / 2] < 0.012)
        #expect(errors[errors.count * 9 / 10] < 0.035)
    }

    @Test("phones cover the recording without gaps")
    func contiguous() async throws {
        let found = try await SpokenFixture.alignment.value.pronunciation.phones
        #expect(found.first?.start == 0)
        #expect(found.last?.end == (try await spoken().audio.duration))
        #expect(zip(found, found.dropFirst()).allSatisfy { $0.end == $1.start && $0.duration > 0 })
    }

    @Test("words carry the text as written, and phrase ends")
    func words() async throws {
        let words = try await SpokenFixture.alignment.value.pronunciation.words
        #expect(words.map(\.text).prefix(4) == ["Bob", "bumped", "into", "a"])
        #expect(words.filter(\.endsPhrase).map(\.text) == ["bush", "away", "paper", "map", "membership"])
    }

    @Test("the right text is trusted")
    func confidence() async throws {
        let alignment = try await SpokenFixture.alignment.value
        #expect(alignment.confidence > 0.9)
        #expect(alignment.unalignedSpans.isEmpty)
        #expect(alignment.source == .transcript)
    }

    @Test("the same recording gives the same alignment")
    func deterministic() async throws {
        let again = try ForcedAligner().align(audio: try await spoken().audio, transcript: SpokenFixture.text)
        #expect(again == (try await SpokenFixture.alignment.value))
    }

    @Test("words that are said but not written are found")
    func extraSpeech() async throws {
        let text = SpokenFixture.text.replacing("but it simply ambled away.", with: "")
        let alignment = try ForcedAligner().align(audio: try await spoken().audio, transcript: text)
        let first = try #require(alignment.unalignedSpans.first)
        let truth = try await spoken().pronunciation.words
        let said = try #require(truth.first { $0.text.hasPrefix("simply") })
        #expect(first.start < said.start && first.end > said.end)
        let errors = startErrors(
            alignment.pronunciation.phones.filter { $0.start > first.end },
            try await spoken().pronunciation.phones.filter { $0.start > first.end - 0.05 })
        #expect(!errors.isEmpty)
    }

    @Test("words that are written but not said are reported")
    func missingSpeech() async throws {
        let text = SpokenFixture.text.replacing("ambled away.", with: "ambled away over the frozen northern lakes.")
        let alignment = try ForcedAligner().align(audio: try await spoken().audio, transcript: text)
        #expect(alignment.unalignedSpans.contains { $0.written.contains("northern") })
        let errors = startErrors(
            alignment.pronunciation.phones.filter { $0.start > 6 }.suffix(20),
            try await spoken().pronunciation.phones.suffix(20))
        #expect((errors.last ?? 1) < 0.1)
    }

    @Test("another text is refused or not trusted")
    func wrongText() async throws {
        let text =
            "Seven green lizards quietly guard the ancient treasure, whose value nobody could ever guess or tell."
        do {
            #expect(try ForcedAligner().align(audio: try await spoken().audio, transcript: text).confidence < 0.5)
        } catch let error as AlignmentError {
            #expect(error == .transcriptDoesNotMatch)
        }
    }

    @Test("a speaker learnt from one recording aligns another")
    func heldOut() async throws {
        let text = "My mother put the big map on the table."
        let other = try await Voices().utterance(of: text, voice: "rms")
        let model = try await SpokenFixture.alignment.value.model
        let stored = try JSONDecoder().decode(SpeakerModel.self, from: JSONEncoder().encode(model))
        let alignment = try ForcedAligner().align(audio: other.audio, transcript: text, model: stored)
        let errors = startErrors(alignment.pronunciation.phones, other.pronunciation.phones)
        #expect(errors[errors.count / 2] < 0.015)
        #expect(alignment.model == stored)
    }
}
