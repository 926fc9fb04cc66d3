internal import CSoxr

/// One mono stream from one sample rate to another, by libsoxr. Owns its handle. Output sample n is the sound at
/// n / target seconds: the filter's delay shows only in when samples come, not in their times.
package struct Resampler: ~Copyable {
    private let handle: soxr_t
    private let ratio: Double

    package enum Quality {
        /// For streams: holds back 4 ms (13 ms from 8 kHz), but weakens the highest fifth of the band. soxr's medium
        /// quality with its own block size holds back 38 ms (118 ms); measured by pushing 10 ms at a time.
        case prompt
        /// For whole clips.
        case high
    }

    /// - Parameter source: 4 000…384 000 Hz; others count as the nearest of these, for soxr 0.1.3 writes past its
    ///   buffers at absurd ratios (seen under valgrind: 1 Hz to 16 kHz).
    /// - Returns: Nil when soxr has no memory.
    package init?(from source: Int, to target: Int, quality: Quality = .prompt) {
        let source = Double(min(max(source, 4_000), 384_000))
        var recipe = soxr_quality_spec(UInt(quality == .high ? SOXR_HQ : SOXR_LQ), 0)
        var runtime = soxr_runtime_spec(1)
        if quality == .prompt {
            runtime.log2_min_dft_size = 8
            runtime.log2_large_dft_size = 8
        }
        var error: soxr_error_t?
        guard let handle = soxr_create(source, Double(target), 1, &error, nil, &recipe, &runtime), error == nil else {
            return nil
        }
        self.handle = handle
        ratio = Double(target) / source
    }

    deinit { soxr_delete(handle) }

    /// Samples that are no number count as 0, so that they spoil nothing around them.
    package mutating func push(_ samples: [Float]) -> [Float] {
        let clean = samples.map { $0.isFinite ? min(max($0, -4), 4) : 0 }
        var output: [Float] = []
        var done = 0
        while done < clean.count {
            let (used, made) = process(clean[done..<clean.count])
            output += made
            done += used
            if used == 0 && made.isEmpty { break }
        }
        return output
    }

    /// What the filter still held.
    package mutating func finish() -> [Float] {
        var output: [Float] = []
        while true {
            let (_, made) = process(nil)
            if made.isEmpty { return output }
            output += made
        }
    }

    private func process(_ samples: ArraySlice<Float>?) -> (used: Int, made: [Float]) {
        let room = Int(Double(samples?.count ?? 4096) * ratio) + 64
        var (used, produced) = (0, 0)
        let made = [Float](unsafeUninitializedCapacity: room) { buffer, count in
            if let samples {
                samples.withUnsafeBufferPointer {
                    _ = soxr_process(handle, $0.baseAddress, $0.count, &used, buffer.baseAddress, room, &produced)
                }
            } else {
                _ = soxr_process(handle, nil, 0, nil, buffer.baseAddress, room, &produced)
            }
            count = produced
        }
        return (used, made)
    }
}
