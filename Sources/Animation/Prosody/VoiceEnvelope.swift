package import Core
import Foundation

/// Loudness of a voice per video frame, 0 (silence) … 1 (this speaker's loud vowels).
///
/// RMS over 40 ms around the middle of the frame, in decibels, mapped from `floor` … `peak`. The peak follows the
/// loudest recent speech, so a quiet recording articulates like a loud one. Causal: frame n needs audio up to its own
/// middle + 20 ms.
package struct VoiceEnvelope: Sendable {
    /// dB below the running peak that still counts as voice; quieter is 0. 35 dB spans speech from vowels to
    /// fricatives (Fant 1970, level range of connected speech about 30 dB).
    private static let range: Float = 35
    /// Full-scale level in dB a voice is assumed to reach before it has been heard: ours are at −20 LUFS.
    private static let expectedPeak: Float = -16
    /// The running peak sinks by this many dB per second, so one shout does not silence the rest.
    private static let peakDecay: Float = 1.5

    package static func intensities(of clip: AudioClip, framesPerSecond: Int) -> [Float] {
        let perFrame = Double(clip.sampleRate) / Double(framesPerSecond)
        let count = Int((Double(clip.samples.count) / perFrame).rounded(.up))
        let half = clip.sampleRate / 50
        var peak = expectedPeak
        return (0..<count).map { index in
            let middle = Int((Double(index) + 0.5) * perFrame)
            let last = min(middle + half, clip.samples.count)
            let window = clip.samples[min(max(middle - half, 0), last)..<last]
            let power = window.reduce(Float(0)) { $0 + ($1.isFinite ? $1 * $1 : 0) } / Float(max(window.count, 1))
            let level = 10 * log10(power + 1e-10)
            peak = max(level, max(peak - peakDecay / Float(framesPerSecond), -45))
            return min(max((level - peak + range) / range, 0), 1)
        }
    }
}
