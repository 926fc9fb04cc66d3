internal import CEbur128
package import Core
internal import Foundation

/// Integrated loudness as EBU R 128 / ITU-R BS.1770-4 defines it, measured by libebur128.
package enum LoudnessMeter {
    /// LUFS of the whole clip.
    ///
    /// - Returns: Nil when there is nothing above the absolute gate of −70 LUFS, or less than one 400 ms block.
    /// - Complexity: O(samples).
    package static func integrated(of clip: AudioClip) -> Double? {
        guard clip.sampleRate > 0,
            var meter = Optional(ebur128_init(1, UInt(clip.sampleRate), Int32(EBUR128_MODE_I.rawValue))), meter != nil
        else { return nil }
        defer { ebur128_destroy(&meter) }
        var loudness = 0.0
        guard ebur128_add_frames_float(meter, clip.samples, clip.samples.count) == Int32(EBUR128_SUCCESS.rawValue),
            ebur128_loudness_global(meter, &loudness) == Int32(EBUR128_SUCCESS.rawValue),
            loudness.isFinite
        else { return nil }
        return loudness
    }

    /// The clip at −20 LUFS; as it is when that needs more than 30 dB, or when nothing in it can be measured.
    package static func leveled(_ clip: AudioClip) -> AudioClip {
        let clean = clip.samples.map { $0.isFinite ? min(max($0, -4), 4) : 0 }
        let tame = AudioClip(samples: clean, sampleRate: clip.sampleRate)
        guard let loudness = integrated(of: tame), abs(VoiceGain.target - loudness) <= 30 else { return tame }
        let gain = Float(pow(10, (VoiceGain.target - loudness) / 20))
        return AudioClip(samples: clean.map { $0 * gain }, sampleRate: clip.sampleRate)
    }
}
