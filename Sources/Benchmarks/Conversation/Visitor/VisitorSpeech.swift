internal import Core
internal import Foundation
internal import Speech

/// Something a visitor says, and where in it a voice is heard.
package struct VisitorSpeech: Sendable {
    package let text: String
    /// Mono, 16 kHz.
    package let samples: [Float]
    /// From the first sample of the first 10 ms that reach ``VoiceLevel/threshold`` to behind the last of the last.
    package let voiced: Range<Int>

    private static let window = 160

    /// Nil for sound without a voice.
    package init?(_ text: String, _ samples: [Float]) {
        let windows = stride(from: 0, through: samples.count - Self.window, by: Self.window).filter { start in
            let power = samples[start..<(start + Self.window)].reduce(0.0) { $0 + Double($1) * Double($1) }
            return 10 * log10(max(power / Double(Self.window), 1e-12)) >= VoiceLevel.threshold
        }
        guard let first = windows.first, let last = windows.last else { return nil }
        self.text = text
        self.samples = samples
        voiced = first..<(last + Self.window)
    }

    /// - Parameter number: Decides which of the visitors' voices speaks.
    static func spoken(_ text: String, number: Int, by voices: Voices) async throws -> VisitorSpeech {
        let there = Self.voices.filter { voices.voice($0) != nil }
        let voice = there.isEmpty ? voices.standard.id : there[number % there.count]
        let clip = try await voices.utterance(of: text, voice: voice).audio
        guard let speech = VisitorSpeech(text, clip.samples)?.trimmed else {
            throw LiveBenchError.missed("a voice that says \u{201C}\(text)\u{201D}")
        }
        return speech
    }

    /// Without the silence before it, but for what may be the beginning of its first sound.
    private var trimmed: VisitorSpeech? {
        VisitorSpeech(text, Array(samples.dropFirst(max(0, voiced.lowerBound - Self.onset))))
    }

    /// 50 ms.
    private static let onset = 800

    /// Those of flite, and variants of espeak-ng where its helper is installed. The avatar speaks with another.
    private static let voices = ["rms", "awb", "en-us-male", "en-us-female", "en-gb-female"]
}
