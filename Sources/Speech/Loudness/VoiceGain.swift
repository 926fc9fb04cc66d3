internal import Core
internal import Foundation

/// Brings a built-in voice to −20 LUFS clause by clause, so that streaming never waits for the whole text.
///
/// The voice's own gain comes from a table; what a clause of a second or more still deviates is corrected by at
/// most ``reach``, which evens sentences out without making a short "Yes." as loud as a sentence.
struct VoiceGain: Sendable {
    static let target = -20.0
    /// dB.
    static let reach = 2.0
    /// No sample leaves above this: −0.3 dBFS, room for what codecs overshoot.
    static let ceiling: Float = 0.966

    /// Integrated loudness of each voice before any gain, LUFS (EBU R 128 over one sentence of 15 words, Debian 12's
    /// flite 2.2); what other sentences deviate is within ``reach``.
    private static let measured = ["slt": -16.3, "rms": -21.7, "awb": -20.9]

    let decibels: Double

    init(voice: String) {
        decibels = Self.target - (Self.measured[voice] ?? Self.target)
    }

    func applied(to clip: AudioClip) -> AudioClip {
        var decibels = decibels
        if clip.duration >= 1, let loudness = LoudnessMeter.integrated(of: clip) {
            decibels += min(max(Self.target - loudness - decibels, -Self.reach), Self.reach)
        }
        let peak = clip.samples.reduce(0) { max($0, abs($1)) }
        var gain = Float(pow(10, decibels / 20))
        if peak * gain > Self.ceiling { gain = Self.ceiling / peak }
        return AudioClip(samples: clip.samples.map { $0 * gain }, sampleRate: clip.sampleRate)
    }
}
