import Testing

@testable import Speech

/// Samples alone; a second has 16 000.
struct PassScheduleTests {
    private func fed(_ samples: Int, spoken: Int? = nil, covered: Int = 0) -> PassSchedule {
        var schedule = PassSchedule()
        _ = schedule.feed(max(covered, 0))
        if covered > 0 { _ = schedule.take(covered, isSettling: true) }
        _ = schedule.feed(samples - covered)
        schedule.spoken = spoken
        return schedule
    }

    @Test("the first partial text comes after 0.8 s of speech, further ones 0.48 s apart, in long segments later")
    func partials() {
        #expect(!fed(12_799, spoken: 12_799).isDue)
        #expect(fed(12_800, spoken: 12_800).isDue)
        #expect(!fed(20_000, spoken: 20_000, covered: 12_800).isDue)
        #expect(fed(20_480, spoken: 20_480, covered: 12_800).isDue)
        #expect(!fed(96_000 + 15_000, spoken: 111_000, covered: 96_000).isDue)
        #expect(fed(96_000 + 20_000, spoken: 116_000, covered: 96_000).isDue)
    }

    @Test("a pause is due at once, and once")
    func pause() {
        #expect(!fed(9_599, spoken: 8_000).isDue)
        #expect(fed(9_600, spoken: 8_000).isDue)
        #expect(fed(9_600, spoken: 8_000).isUrgent)
        #expect(!fed(30_000, spoken: 8_000, covered: 9_600).isDue)
        // Speech goes on, and pauses again.
        #expect(fed(40_000, spoken: 35_000, covered: 9_600).isDue)
    }

    @Test("an end is due unless all speech and the sound behind it are covered")
    func end() {
        var schedule = fed(30_000, spoken: 8_000, covered: 9_600)
        schedule.isFinished = true
        #expect(!schedule.isDue)
        schedule.spoken = 29_000
        #expect(schedule.isDue)
        var unmarked = fed(30_000, covered: 29_000)
        unmarked.isFinished = true
        #expect(unmarked.isDue)
        // A partial text that happens to cover all is not the last word.
        var partial = fed(20_000)
        _ = partial.take(20_000, isSettling: false)
        #expect(!partial.isDue)
        partial.isFinished = true
        #expect(partial.isDue)
        _ = partial.take(20_000, isSettling: true)
        #expect(!partial.isDue)
        var tiny = fed(1_599)
        tiny.isFinished = true
        #expect(!tiny.isDue)
    }

    @Test("long utterances are cut at a pause, or after 20 s, and end after a minute")
    func segments() {
        var pausing = fed(170_000, spoken: 168_000)
        #expect(pausing.take(pausing.length, isSettling: true) && pausing.begin == 170_000)
        var speaking = fed(170_000, spoken: 170_000)
        #expect(!speaking.take(speaking.length, isSettling: false) && speaking.begin == 0)
        var endless = PassSchedule()
        #expect(endless.feed(2_000_000) == 960_000)
        #expect(endless.feed(1) == 0)
        var passes = 0
        while endless.isDue {
            #expect(endless.length <= 320_000)
            _ = endless.take(endless.length, isSettling: false)
            passes += 1
        }
        #expect(passes == 3 && endless.covered == 960_000)
    }
}
