/// Mono PCM held in memory. `samples` are −1…1; index 0 is time 0 of the clip's clock.
package struct AudioClip: Equatable, Sendable {
    package var samples: [Float]
    /// Samples per second, in Hz.
    package var sampleRate: Int

    package init(samples: [Float], sampleRate: Int) {
        self.samples = samples
        self.sampleRate = sampleRate
    }

    /// Seconds.
    package var duration: Double { Double(samples.count) / Double(sampleRate) }

    /// The part from `range.lowerBound` to `range.upperBound` seconds, cut to what exists.
    package func cut(_ range: Range<Double>) -> AudioClip {
        let first = min(max(Int(range.lowerBound * Double(sampleRate)), 0), samples.count)
        let last = min(max(Int(range.upperBound * Double(sampleRate)), first), samples.count)
        return AudioClip(samples: Array(samples[first..<last]), sampleRate: sampleRate)
    }
}
