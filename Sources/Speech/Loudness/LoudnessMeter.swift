internal import CEbur128
package import Core

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
}
