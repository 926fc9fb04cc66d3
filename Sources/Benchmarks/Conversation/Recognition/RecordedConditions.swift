internal import Conversation
internal import Core
internal import Foundation

/// What a microphone makes of a voice.
enum RecordedCondition: String, CaseIterable, Sendable {
    case clean
    case quiet = "18 dB quieter"
    case noise20 = "noise 20 dB below the voice"
    case noise10 = "noise 10 dB below the voice"
    case echo = "room with an echo"

    /// The voice with 0.4 s of the room before it, as an ear gives it to the recogniser, and 0.4 s behind it.
    func recorded(_ voice: [Float], seed: UInt64) -> [Int16] {
        var random = SplitMix64(seed: seed)
        var voice = voice
        if self == .echo {
            var sounds = ListenerSounds(seed: seed)
            voice = sounds.echo(of: voice, .init(delay: 0, level: 0))
        }
        let loud = voice.filter { abs($0) > 0.003 }
        let level = 10 * log10(loud.reduce(1e-9) { $0 + Double($1 * $1) } / Double(max(loud.count, 1)))
        let gain: Float = self == .quiet ? 0.125 : 1
        let noise: Double =
            switch self {
            case .noise20: level - 20
            case .noise10: level - 10
            case .clean, .quiet, .echo: -62
            }
        // Equally distributed noise has a third of its peak's power.
        let amplitude = Float(pow(10, noise / 20) * 3.0.squareRoot())
        let rest = [Float](repeating: 0, count: Ear.sampleRate * 2 / 5)
        return (rest + voice + rest).map { sample in
            let value = sample * gain + Float(random.unit() * 2 - 1) * amplitude
            return Int16(min(max(value * 32_767, -32_768), 32_767))
        }
    }
}
