import Core
import Testing

@testable import Speech

@Suite("Forced alignment with the mouth in view")
struct AlignmentMouthTests {
    @Test("closures are confirmed and the lag is found", arguments: [-0.08, 0, 0.12])
    func lag(lag: Double) async throws {
        let spoken = try await SpokenFixture.utterance.value
        let mouth = SpokenFixture.mouth(of: spoken.pronunciation.phones, lag: lag)
        let spans = StateSpan.spans(of: spoken.pronunciation.phones)
        let agreement = try #require(MouthAgreement(mouth, spans: spans, rows: spans.last?.end ?? 0))
        #expect(abs(try #require(agreement.lag) - lag) <= 0.025)
        #expect(try #require(agreement.closuresConfirmed(spans)) > 0.9)
    }

    @Test("a misplaced closure moves to where the lips are shut")
    func misplaced() async throws {
        let spoken = try await SpokenFixture.utterance.value
        let phones = spoken.pronunciation.phones
        let model = try await SpokenFixture.alignment.value.model
        let refinement = SpeakerRefinement(cepstra: Cepstra(spoken.audio.samples))
        // Every closure of the truth, made 50 ms late against the sound; the picture has them right.
        let truth = StateSpan.spans(of: phones)
        var late = truth
        for index in late.indices.dropFirst().dropLast() where PhoneSet.mouth[late[index].phone] == .closed {
            let shift = min(10, late[index + 1].end - late[index + 1].start - 3)
            guard shift > 4 else { continue }
            late[index - 1] = StateSpan(
                phone: late[index - 1].phone, start: late[index - 1].start, end: late[index].start + shift)
            late[index] = StateSpan(
                phone: late[index].phone, start: late[index].start + shift, end: late[index].end + shift)
            late[index + 1] = StateSpan(phone: late[index + 1].phone, start: late[index].end, end: late[index + 1].end)
        }
        let agreement = try #require(
            MouthAgreement(SpokenFixture.mouth(of: phones), spans: late, rows: late.last?.end ?? 0))
        let agreed = refinement.agree(with: agreement, model: model, from: late)
        func error(_ spans: [StateSpan]) -> Int {
            zip(spans, truth).filter { PhoneSet.mouth[$1.phone] == .closed }.reduce(0) {
                $0 + abs($1.0.start - $1.1.start)
            }
        }
        #expect(error(agreed) * 2 < error(late))
    }

    @Test("a mouth that never moves says nothing")
    func stillMouth() async throws {
        let spans = StateSpan.spans(of: try await SpokenFixture.utterance.value.pronunciation.phones)
        let still = MouthEvidence(times: (0..<100).map { Double($0) / 25 }, openings: [Float](repeating: 0, count: 100))
        #expect(MouthAgreement(still, spans: spans, rows: spans.last?.end ?? 0) == nil)
    }

    @Test("a foreign mouth moves nothing")
    func foreignMouth() async throws {
        let spoken = try await SpokenFixture.utterance.value
        let reversed = SpokenFixture.mouth(of: spoken.pronunciation.phones)
        let times = reversed.times
        let foreign = MouthEvidence(
            times: times, openings: times.map { $0.truncatingRemainder(dividingBy: 1.7) < 0.8 ? 0.1 : 0 })
        let alignment = try ForcedAligner().align(
            audio: spoken.audio, transcript: SpokenFixture.text, mouth: foreign)
        #expect(alignment.lagSeconds == nil)
        #expect(alignment.pronunciation == (try await SpokenFixture.alignment.value.pronunciation))
    }
}

extension StateSpan {
    /// Phones on the 5 ms grid.
    static func spans(of phones: [Phone]) -> [StateSpan] {
        var start = 0
        return phones.map { phone in
            let end = Int((phone.end * Cepstra.rowsPerSecond).rounded())
            defer { start = end }
            return StateSpan(phone: PhoneSet.index[phone.symbol] ?? 0, start: start, end: end)
        }
    }
}
