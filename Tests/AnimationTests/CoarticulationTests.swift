import Animation
import Core
import Testing

/// "mappa": a vowel between closures, at a tempo that the caller sets.
private func phones(_ sounds: [(String, Double)]) -> [Phone] {
    var time = 0.0
    return sounds.map { symbol, duration in
        defer { time += duration }
        return Phone(symbol: symbol, start: time, end: time + duration)
    }
}

private func timeline(_ sounds: [(String, Double)], framesPerSecond: Int = 25) -> VisemeTimeline {
    let phones = phones(sounds)
    let count = Int((phones.last?.end ?? 0) * Double(framesPerSecond))
    return Coarticulation(phones: phones, framesPerSecond: framesPerSecond)
        .timeline(frames: count, intensities: [Float](repeating: 1, count: count))
}

struct CoarticulationTests {
    @Test("weights of every frame sum to one")
    func weightsSumToOne() {
        let line = timeline([("sil", 0.2), ("m", 0.07), ("aa", 0.2), ("t", 0.05), ("uw", 0.2), ("sil", 0.3)])
        for frame in line.frames { #expect(abs(frame.weights.sum() - 1) < 0.01) }
    }

    @Test("p, b and m close the lips for at least two frames", arguments: ["p", "b", "m"], [25, 30])
    func closuresLastTwoFrames(symbol: String, framesPerSecond: Int) {
        for shift in stride(from: 0.0, to: 0.04, by: 0.005) {
            let line = timeline(
                [("aa", 0.2 + shift), (symbol, 0.03), ("aa", 0.2)], framesPerSecond: framesPerSecond)
            #expect(line.frames.count { $0.closure == 1 } >= 2, "shift \(shift)")
        }
    }

    @Test("a closure never leaks into a sound without one")
    func noFalseClosures() {
        let line = timeline([("aa", 0.2), ("t", 0.1), ("iy", 0.2)])
        #expect(line.frames.allSatisfy { $0.closure == 0 })
    }

    @Test("a rounded vowel is anticipated in the consonant before it")
    func roundingIsAnticipated() {
        let rounded = timeline([("s", 0.15), ("uw", 0.2)])
        let spread = timeline([("s", 0.15), ("iy", 0.2)])
        #expect(rounded.frames[2][.u] > 0.2)
        #expect(spread.frames[2][.u] < 0.01)
    }

    @Test("fast speech reduces a vowel between consonants")
    func fastSpeechReduces() {
        func apex(_ duration: Double) -> Float {
            timeline([("s", 0.1), ("aa", duration), ("s", 0.1)]).frames.map { $0[.aa] }.max() ?? 0
        }
        #expect(apex(0.06) < apex(0.2))
    }

    @Test("evaluating frames one by one equals evaluating all at once")
    func randomAccess() {
        let sounds = [("sil", 0.1), ("b", 0.08), ("ow", 0.2), ("t", 0.07), ("sil", 0.1)]
        let whole = timeline(sounds)
        let single = Coarticulation(phones: phones(sounds), framesPerSecond: 25)
        for index in whole.frames.indices.reversed() {
            #expect(single.frame(index, intensity: 1) == whole.frames[index])
        }
    }

    @Test("no phones at all is a mouth at rest")
    func emptyIsRest() {
        let frame = Coarticulation(phones: [], framesPerSecond: 25).frame(0, intensity: 0)
        #expect(frame[.sil] == 1)
    }
}

struct VoiceEnvelopeTests {
    @Test("a quiet voice articulates like a loud one after a moment")
    func adaptsToLevel() {
        let tone = (0..<32_000).map { Float(($0 / 40) % 2 == 0 ? 0.02 : -0.02) }
        let quiet = VoiceEnvelope.intensities(of: AudioClip(samples: tone, sampleRate: 16_000), framesPerSecond: 25)
        #expect(quiet.count == 50)
        #expect((quiet.last ?? 0) > (quiet.first ?? 1))
    }

    @Test("silence, not-a-number and an empty clip are zero")
    func degenerate() {
        let silent = AudioClip(samples: [Float](repeating: 0, count: 1600), sampleRate: 16_000)
        #expect(VoiceEnvelope.intensities(of: silent, framesPerSecond: 25).allSatisfy { $0 == 0 })
        let broken = AudioClip(samples: [Float](repeating: .nan, count: 1600), sampleRate: 16_000)
        #expect(VoiceEnvelope.intensities(of: broken, framesPerSecond: 25).allSatisfy { $0 == 0 })
        #expect(VoiceEnvelope.intensities(of: AudioClip(samples: [], sampleRate: 16_000), framesPerSecond: 25).isEmpty)
    }
}

struct GesturePlanTests {
    private let speech = Pronunciation(
        phones: phones([("sil", 0.2), ("hh", 0.1), ("ah", 0.2), ("l", 0.1), ("ow", 0.3), ("sil", 6)]),
        words: [Word(text: "hello", start: 0.2, end: 0.9, endsPhrase: true)])

    @Test("the same seed gives the same plan, another seed another")
    func seeded() {
        let loud = [Float](repeating: 1, count: 200)
        func plan(_ seed: UInt64) -> GesturePlan {
            GesturePlan(pronunciation: speech, intensities: loud, framesPerSecond: 25, seed: seed)
        }
        #expect(plan(1) == plan(1))
        #expect((2...9).contains { plan($0) != plan(1) })
    }

    @Test("every phrase end gets a nod")
    func nodAtPhraseEnd() {
        let plan = GesturePlan(pronunciation: speech, intensities: [], framesPerSecond: 25, seed: 3)
        #expect(plan.gestures.contains { $0.kind == .nod && abs($0.start - 0.7) < 0.01 })
    }
}
