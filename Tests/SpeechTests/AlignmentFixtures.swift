import Core

@testable import Speech

/// Text spoken by one of flite's voices, with the synthesiser's own phone times as truth.
///
/// flite's excitation draws from `rand()`, so two syntheses differ by noise far below the speech: what a test
/// compares exactly must come from one synthesis.
enum SpokenFixture {
    static let text =
        "Bob bumped into a big brown bear by the maple bush, but it simply ambled away. "
        + "Please remember that Peter paid for the paper, the map, and the membership."

    /// Spoken once for all tests.
    static let utterance = Task { try await Voices().utterance(of: text, voice: "rms") }

    /// Aligned once for all tests that only look.
    static let alignment = Task { try ForcedAligner().align(audio: try await utterance.value.audio, transcript: text) }

    /// Lips as a camera would see them at 25 fps: shut in p, b, m, half open in other sounds, nearly shut in silence;
    /// filmed `lag` seconds late.
    static func mouth(of phones: [Phone], lag: Double = 0) -> MouthEvidence {
        let duration = phones.last?.end ?? 0
        let times = (0..<Int(duration * 25)).map { (Double($0) + 0.5) / 25 }
        let openings = times.map { time -> Float in
            guard let phone = phones.first(where: { $0.end > time - lag && $0.start <= time - lag }) else {
                return 0.005
            }
            switch phone.symbol {
            case "p", "b", "m": return 0
            case "sil": return 0.01
            case "aa", "ae", "ah", "ao", "aw", "ay": return 0.12
            default: return 0.06
            }
        }
        return MouthEvidence(times: times, openings: openings)
    }
}
