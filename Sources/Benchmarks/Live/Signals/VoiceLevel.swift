internal import Foundation

/// Whether there is a voice in received sound.
package enum VoiceLevel {
    /// Root mean square, relative to full scale, from which 10 ms of sound count as voiced. Built-in voices speak at
    /// −20 LUFS; Opus returns silence below −80 dB.
    package static let threshold = -40.0
    /// Samples of one window: 10 ms at 48 kHz.
    static let window = 480

    /// Levels in dB of full scale, one per whole window; −120 for digital silence.
    package static func levels(of samples: [Int16]) -> [Double] {
        stride(from: 0, through: samples.count - window, by: window).map { start in
            var sum = 0.0
            for sample in samples[start..<(start + window)] { sum += Double(sample) * Double(sample) }
            return 10 * log10(max(sum / Double(window) / (32_768 * 32_768), 1e-12))
        }
    }

    package static func isVoiced(_ samples: [Int16]) -> Bool {
        levels(of: samples).contains { $0 >= threshold }
    }
}
