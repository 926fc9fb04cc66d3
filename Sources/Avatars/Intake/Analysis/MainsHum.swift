internal import Core
internal import Foundation

/// Looks for the hum of mains current in the silences of a recording.
enum MainsHum {
    /// Hum counts from this level on, and where its tones stand so far above what lies beside them.
    private static let audible = -65.0
    private static let prominence = 15.0

    /// The louder of 50 and 60 Hz with their overtones, if it stands out in the median second of silence.
    static func find(in clip: AudioClip, voice: [Bool]) -> AudioStatistics.Hum? {
        let rate = clip.sampleRate
        let hops = AudioStatistics.hopsPerSecond
        var starts: [Int] = []
        var hop = 0
        while hop + hops <= voice.count, starts.count < 12 {
            if voice[hop..<(hop + hops)].contains(true) {
                hop += hops / 4
            } else {
                starts.append(hop * rate / hops)
                hop += hops
            }
        }
        let found = [50, 60].compactMap { base -> AudioStatistics.Hum? in
            let levels = starts.compactMap { start -> (tone: Double, beside: Double)? in
                guard start + rate <= clip.samples.count else { return nil }
                let second = clip.samples[start..<(start + rate)]
                var (tone, beside) = (0.0, 0.0)
                for overtone in 1...4 {
                    let frequency = Double(base * overtone)
                    tone += power(second, frequency, rate)
                    beside += (power(second, frequency - 6, rate) + power(second, frequency + 6, rate)) / 2
                }
                return (10 * log10(max(tone, 1e-15)), 10 * log10(max(beside, 1e-15)))
            }
            guard !levels.isEmpty else { return nil }
            let median = levels.sorted { $0.tone < $1.tone }[levels.count / 2]
            guard median.tone > audible, median.tone - median.beside > prominence else { return nil }
            return AudioStatistics.Hum(frequency: base, level: Float(median.tone))
        }
        return found.max { $0.level < $1.level }
    }

    /// Mean square of one tone (Goertzel 1958) under a Hann window.
    private static func power(_ samples: ArraySlice<Float>, _ frequency: Double, _ rate: Int) -> Double {
        let turn = 2 * cos(2 * .pi * frequency / Double(rate))
        let step = 2 * Double.pi / Double(samples.count)
        var (s1, s2) = (0.0, 0.0)
        for (index, sample) in samples.enumerated() {
            let s0 = Double(sample) * (0.5 - 0.5 * cos(step * Double(index))) + turn * s1 - s2
            (s2, s1) = (s1, s0)
        }
        let magnitude = s1 * s1 + s2 * s2 - turn * s1 * s2
        // A full-scale sine has the mean square ½; the window halves the amplitude.
        return magnitude * 8 / Double(samples.count * samples.count)
    }
}
