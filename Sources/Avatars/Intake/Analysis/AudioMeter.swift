internal import Core
internal import Foundation
internal import Speech

/// Measures a recording's sound as a whole.
enum AudioMeter {
    static func measure(_ clip: AudioClip) -> AudioStatistics {
        var statistics = AudioStatistics()
        guard clip.samples.count > clip.sampleRate / 2, clip.sampleRate >= 8000 else { return statistics }
        let samples = withoutRumble(clip.samples, rate: clip.sampleRate)
        let levels = levels(samples, rate: clip.sampleRate)
        statistics.levels = levels
        let activity = VoiceActivity(levels: levels, samples: samples, rate: clip.sampleRate)
        statistics.voice = activity.voice
        let voiced = zip(levels, activity.voice).filter(\.1).map(\.0)
        if !voiced.isEmpty {
            let power = voiced.reduce(0.0) { $0 + pow(10, Double($1) / 10) } / Double(voiced.count)
            statistics.speechLevel = Float(10 * log10(power))
        }
        let quiet = zip(levels, activity.voice).filter { !$0.1 }.map(\.0).sorted()
        statistics.noiseFloor = quiet.isEmpty ? activity.floor : quiet[quiet.count / 10]
        statistics.loudness = LoudnessMeter.integrated(of: clip)
        statistics.clipped = Double(clip.samples.count { abs($0) >= 0.98 }) / Double(clip.samples.count)
        statistics.hum = MainsHum.find(in: clip, voice: activity.voice)
        statistics.decay = decay(levels, voice: activity.voice)
        return statistics
    }

    /// First-order high-pass at 80 Hz.
    private static func withoutRumble(_ samples: [Float], rate: Int) -> [Float] {
        let keep = Float(exp(-2 * Double.pi * 80 / Double(rate)))
        var (before, out): (Float, Float) = (0, 0)
        return samples.map { sample in
            out = keep * (out + sample - before)
            before = sample
            return out
        }
    }

    private static func levels(_ samples: [Float], rate: Int) -> [Float] {
        let (hop, window) = (rate / AudioStatistics.hopsPerSecond, rate / 40)
        return samples.withUnsafeBufferPointer { samples in
            stride(from: 0, to: samples.count, by: hop).map { start in
                var sum: Float = 0
                let end = min(start + window, samples.count)
                for index in start..<end { sum += samples[index] * samples[index] }
                return 10 * log10(max(sum / Float(end - start), 1e-12))
            }
        }
    }

    /// At each phrase end with .6 s of quiet behind it: from 6 dB below the phrase's last loud moment, how long until
    /// the level has fallen by 20 dB more. A dry room needs under .15 s, an empty one .3 s and more.
    private static func decay(_ levels: [Float], voice: [Bool]) -> Double? {
        var times: [Double] = []
        for end in voice.indices.dropFirst() where voice[end - 1] && !voice[end] {
            let after = min(end + 60, levels.count)
            guard after - end >= 60, !voice[end..<after].contains(true) else { continue }
            let phrase = max(0, end - 60)..<after
            guard let peak = levels[phrase].max(), let loud = levels[phrase].lastIndex(where: { $0 > peak - 6 }),
                let quiet = levels[loud..<after].firstIndex(where: { $0 < peak - 26 })
            else { continue }
            times.append(Double(quiet - loud) / Double(AudioStatistics.hopsPerSecond))
        }
        return times.isEmpty ? nil : times.sorted()[times.count / 2]
    }
}
