import Benchmarks
import Foundation
import StandIns
import Testing

@Suite("Signals of conversations")
struct ConversationSignalsTests {
    @Test("an echo comes after its delay, by its level weaker, at a third of the rate")
    func echo() {
        var path = EchoPath(delay: 0.08, level: -20)
        path.hear([Int16](repeating: 16_384, count: 960))
        let heard = path.take(1280 + 320)
        #expect(heard.prefix(1280).allSatisfy { $0 == 0 })
        #expect(heard.suffix(320).allSatisfy { abs($0 - 0.05) < 1e-4 })
    }

    @Test("an echo goes on without a gap while sound comes, and begins anew after a pause")
    func echoGoesOn() {
        var path = EchoPath(delay: 0.02, level: 0)
        let sound = [Int16](repeating: 8192, count: 960)
        path.hear(sound)
        #expect(path.take(320).allSatisfy { $0 == 0 })
        path.hear(sound)
        #expect(path.take(320).allSatisfy { abs($0 - 0.25) < 1e-4 })
        #expect(path.take(320).allSatisfy { abs($0 - 0.25) < 1e-4 })
        #expect(path.take(320).allSatisfy { $0 == 0 })
        path.hear(sound)
        #expect(path.take(320).allSatisfy { $0 == 0 })
    }

    @Test("an echo that nobody takes is bounded")
    func echoIsBounded() {
        var path = EchoPath(delay: 0.08, level: 0)
        for _ in 0..<1000 { path.hear([Int16](repeating: 8192, count: 960)) }
        let waiting = path.take(48_000).prefix { $0 != 0 }
        #expect(!waiting.isEmpty && waiting.count <= 6400)
    }

    @Test("speech is voiced from the first loud 10 ms to the last")
    func voicedRange() throws {
        var samples = [Float](repeating: 0, count: 16_000)
        for place in 4000..<8000 { samples[place] = place % 2 == 0 ? 0.1 : -0.1 }
        let speech = try #require(VisitorSpeech("a tone", samples))
        #expect(speech.voiced == 4000..<8000)
        #expect(VisitorSpeech("nothing", [Float](repeating: 0.001, count: 16_000)) == nil)
        #expect(VisitorSpeech("nothing", []) == nil)
    }

    @Test("short pauses belong to a stretch of voice, longer ones end it")
    func stretches() {
        let slot: Int64 = 20_000_000
        func sounds(_ voiced: [ClosedRange<Int64>]) -> [(time: Int64, isVoiced: Bool)] {
            (0..<200).map { index in (index * slot, voiced.contains { $0.contains(index) }) }
        }
        let voice = VoicedStretches(sounds([10...20, 30...40, 80...90]))
        #expect(voice.stretches.count == 2)
        #expect(voice.stretches.first == .init(begin: 10 * slot, end: 40 * slot))
        #expect(voice.end(ofThoseBefore: 79 * slot) == 40 * slot)
        #expect(voice.end(ofThoseBefore: 85 * slot) == 90 * slot)
        #expect(voice.end(ofThoseBefore: 5 * slot) == nil)
        #expect(VoicedStretches([]).stretches.isEmpty)
    }

    @Test("stages add up to the delay at the receiver")
    func stages() {
        let answer = (
            stages: ["endpoint": 300.0, "transcript": 350, "first_text": 320, "first_audio": 400, "first_sample": 420],
            delay: 450.0
        )
        let split = StageTimes.split([answer, ([:], 500)])
        #expect(split.map(\.values) == [[300], [50], [0], [50], [20], [30]])
        #expect(StageTimes.split([([:], 500)]).isEmpty)
        #expect(StageTimes.split([(["first_sample": 100], .infinity)]).map(\.values) == [[100]])
    }

    @Test("every fault befalls every part, but for what makes no sense")
    func matrix() {
        #expect(FaultMatrix.cells.count == 23)
        #expect(Set(FaultMatrix.cells.map(\.title)).count == 23)
        #expect(!FaultMatrix.cells.contains { $0.part == .llm && $0.fault == .wrongSampleRate })
        #expect(FaultMatrix.leftOut.count == 1)
    }
}
