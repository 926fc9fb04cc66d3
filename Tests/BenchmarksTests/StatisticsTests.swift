import Benchmarks
import Testing

@Suite("Statistics of live figures")
struct StatisticsTests {
    @Test("a quantile is one of the values, the nearest rank from above")
    func quantiles() {
        let values = (1...60).map(Double.init).reversed()
        #expect(Statistics.quantile(0.5, of: Array(values)) == 30)
        #expect(Statistics.quantile(0.95, of: Array(values)) == 57)
        #expect(Statistics.quantile(1, of: Array(values)) == 60)
        #expect(Statistics.quantile(0, of: Array(values)) == 1)
        #expect(Statistics.quantile(0.95, of: [7]) == 7)
    }

    @Test("no values give no number, which no bound admits")
    func nothing() {
        #expect(Statistics.median([]).isNaN)
        #expect(!BenchReport.Bound.atMost(1).admits(Statistics.median([])))
    }

    @Test("the slope of points on a line is the line's, and scatter around it does not matter")
    func slope() {
        let line = [1.0, 2, 5, 9].map { (x: $0, y: 3 * $0 + 40) }
        #expect(abs(Statistics.slope(line) - 3) < 1e-12)
        let scattered = [(x: 0.0, y: 1.0), (0, -1), (10, 21), (10, 19)]
        #expect(abs(Statistics.slope(scattered) - 2) < 1e-12)
        #expect(Statistics.slope([(x: 1, y: 1)]).isNaN)
        #expect(Statistics.slope([(x: 1, y: 1), (x: 1, y: 2)]).isNaN)
    }

    @Test("sound is voiced from the threshold on, in any of its 10 ms")
    func voice() {
        // A sine of amplitude a has the level 20 log10(a / √2).
        func sine(_ amplitude: Double, from start: Int = 0) -> [Int16] {
            (0..<960).map { index in
                let phase = Double(index) * 2 * .pi * 400 / 48_000
                return index < start ? 0 : Int16((amplitude * 32_767 * sineOf(phase)).rounded())
            }
        }
        #expect(VoiceLevel.isVoiced(sine(0.1)))
        #expect(!VoiceLevel.isVoiced(sine(0.005)))
        #expect(VoiceLevel.isVoiced(sine(0.1, from: 480)))
        #expect(VoiceLevel.levels(of: sine(0.1)).allSatisfy { abs($0 + 23.01) < 0.1 })
        #expect(VoiceLevel.levels(of: [Int16](repeating: 0, count: 960)) == [-120, -120])
        #expect(VoiceLevel.levels(of: []).isEmpty)
    }

    @Test("skew is how much later pictures arrive than the sound sent with them")
    func skew() {
        let slot = Int64(20_000_000)
        let sounds = (0..<3000).map { (sender: Int64($0) * slot, arrival: Int64($0) * slot + 5_000_000_000) }
        let pictures = (0..<1500).map { index in
            (sender: Int64(index) * 2 * slot, arrival: Int64(index) * 2 * slot + 5_012_000_000)
        }
        let even = TransitSkew(pictures: pictures, sounds: sounds)
        #expect(even.count == 1500)
        #expect(even.median == 12)
        #expect(abs(even.driftPerHour) < 1e-6)

        // Pictures whose clock runs one in a million fast: 3.6 ms an hour.
        let drifting = pictures.map { (sender: $0.sender, arrival: $0.arrival + $0.sender / 1_000_000) }
        #expect(abs(TransitSkew(pictures: drifting, sounds: sounds).driftPerHour - 3.6) < 0.01)
    }

    @Test("pictures without a sound near them are not compared")
    func lonelyPictures() {
        let skew = TransitSkew(pictures: [(0, 0), (1_000_000_000, 0)], sounds: [(sender: 10_000_000, arrival: 0)])
        #expect(skew.count == 1)
        #expect(TransitSkew(pictures: [(0, 0)], sounds: []).median.isNaN)
    }
}

private func sineOf(_ phase: Double) -> Double {
    // Bhaskara's formula serves: within 0.2 % of the sine over half a period.
    let turn = phase.truncatingRemainder(dividingBy: 2 * .pi)
    let half = turn < .pi ? turn : turn - .pi
    let value = 16 * half * (.pi - half) / (5 * .pi * .pi - 4 * half * (.pi - half))
    return turn < .pi ? value : -value
}
