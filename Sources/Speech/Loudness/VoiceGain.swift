internal import Core
internal import Foundation

/// Brings a built-in voice to −20 LUFS clause by clause, so that streaming never waits for the whole text.
///
/// The voice's own gain comes from its catalogue; what a clause of a second or more still deviates is corrected by at
/// most ``reach``, which evens sentences out without making a short "Yes." as loud as a sentence. The first part of a
/// clause that is spoken in parts has the voice's gain, the rest glides to the clause's own.
struct VoiceGain: Sendable {
    static let target = -20.0
    /// dB.
    static let reach = 2.5
    /// Below this samples are untouched; above, they are bent so that none exceeds ``ceiling``.
    static let knee: Float = 0.6
    /// −0.3 dBFS: room for what codecs overshoot.
    static let ceiling: Float = 0.966
    /// Seconds in which the gain changes.
    static let glide = 0.2

    /// Of the voice, dB.
    let decibels: Double

    /// What a clause may be corrected by, dB.
    private let room: Double

    /// - Parameters:
    ///   - loudness: The voice's own, LUFS by EBU R 128.
    ///   - pitch: Semitones; a voice far from its own pitch is louder or softer by up to half a decibel each.
    init(loudness: Double, pitch: Double = 0) {
        decibels = Self.target - loudness
        room = Self.reach + abs(pitch) / 2
    }

    /// Of a clause whose whole audio is known, dB.
    func decibels(for clip: AudioClip) -> Double {
        guard clip.duration >= 1, let loudness = LoudnessMeter.integrated(of: clip) else { return decibels }
        return decibels + min(max(Self.target - loudness - decibels, -room), room)
    }

    /// - Parameter before: The gain that the sound before this had, where it joins without a pause, dB.
    func applied(to samples: [Float], decibels: Double, from before: Double? = nil, sampleRate: Int) -> [Float] {
        let target = Float(pow(10, decibels / 20))
        let start = before.map { Float(pow(10, $0 / 20)) } ?? target
        let step = (target - start) / Float(Self.glide * Double(sampleRate))
        var gain = start
        return samples.map { sample in
            defer { if gain != target { gain = step > 0 ? min(gain + step, target) : max(gain + step, target) } }
            return Self.limited(sample * gain)
        }
    }

    /// A soft limiter without memory: y = k + (c − k) tanh((x − k) / (c − k)) above the knee k, continuous in value and
    /// slope there.
    static func limited(_ sample: Float) -> Float {
        let size = abs(sample)
        guard size > knee else { return sample }
        let bent = knee + (ceiling - knee) * tanhf((size - knee) / (ceiling - knee))
        return sample < 0 ? -bent : bent
    }
}
