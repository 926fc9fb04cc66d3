/// Finds where a voice is heard: loud against the room, and periodic like a voice.
struct VoiceActivity {
    /// Per 10 ms.
    var voice: [Bool]
    /// The room's level in dBFS.
    var floor: Float

    /// Voices have a pitch between 70 and 400 Hz; the autocorrelation's peak in that range must reach this. Measured on
    /// one voice: .8 in vowels; white noise stays below .3.
    private static let periodicity: Float = 0.5
    /// Pauses shorter than this many hops belong to the phrase; sounds shorter than the other are clicks.
    private static let pause = 25
    private static let click = 8

    init(levels: [Float], samples: [Float], rate: Int) {
        let heard = levels.filter { $0 > -100 }.sorted()
        guard heard.count > 50 else {
            (voice, floor) = ([Bool](repeating: false, count: levels.count), -120)
            return
        }
        floor = heard[heard.count / 20]
        let loud = heard[heard.count * 19 / 20]
        // Where the loudest moments hardly leave the floor there is no speech, only a room.
        guard loud - floor > 10 else {
            voice = [Bool](repeating: false, count: levels.count)
            return
        }
        let threshold = floor + max(6, 0.4 * (loud - floor))
        let decimation = max(1, rate / 8000)
        var runs = Self.runs(levels.map { $0 > threshold })
        runs = Self.joined(runs, gap: Self.pause).filter { run in
            guard run.count >= Self.click else { return false }
            let hops = run.filter { levels[$0] > threshold && $0 % 3 == 0 }
            let periodic = hops.count { hop in
                Self.periodicity(samples, at: hop * rate / AudioStatistics.hopsPerSecond, step: decimation, rate: rate)
                    > Self.periodicity
            }
            return Double(periodic) >= 0.25 * Double(hops.count)
        }
        voice = [Bool](repeating: false, count: levels.count)
        for run in runs { for hop in run { voice[hop] = true } }
    }

    private static func runs(_ flags: [Bool]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start: Int?
        for (index, flag) in (flags + [false]).enumerated() {
            if flag {
                start = start ?? index
            } else if let first = start {
                runs.append(first..<index)
                start = nil
            }
        }
        return runs
    }

    private static func joined(_ runs: [Range<Int>], gap: Int) -> [Range<Int>] {
        runs.reduce(into: []) { joined, run in
            if let last = joined.last, run.lowerBound - last.upperBound <= gap {
                joined[joined.count - 1] = last.lowerBound..<run.upperBound
            } else {
                joined.append(run)
            }
        }
    }

    /// The normalised autocorrelation's highest value between 70 and 400 Hz over 40 ms from `start`.
    private static func periodicity(_ samples: [Float], at start: Int, step: Int, rate: Int) -> Float {
        let reduced = rate / step
        let (window, shortest, longest) = (reduced / 25, reduced / 400, reduced / 70)
        guard start + (window + longest) * step < samples.count else { return 0 }
        return samples.withUnsafeBufferPointer { samples in
            let block = (0..<(window + longest)).map { samples[start + $0 * step] }
            return block.withUnsafeBufferPointer { block in
                var energy: Float = 1e-9
                for index in 0..<window { energy += block[index] * block[index] }
                var best: Float = 0
                for lag in shortest...longest {
                    var (product, other): (Float, Float) = (0, 1e-9)
                    for index in 0..<window {
                        product += block[index] * block[index + lag]
                        other += block[index + lag] * block[index + lag]
                    }
                    best = max(best, product / (energy * other).squareRoot())
                }
                return best
            }
        }
    }
}
