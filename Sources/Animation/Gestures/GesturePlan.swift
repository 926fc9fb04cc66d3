package import Core
import Foundation

/// What the head and the eyes do while speaking, apart from the lips.
package struct Gesture: Equatable, Codable, Sendable {
    package enum Kind: String, Codable, Sendable {
        /// Lids close and open again.
        case blink
        /// Eyes leave the camera for a moment.
        case glance
        /// Brows rise.
        case browRaise = "brow_raise"
        /// Head dips and returns.
        case nod
    }
    package var kind: Kind
    /// Seconds on the utterance's clock.
    package var start: Double
    package var duration: Double
    /// 0…1.
    package var strength: Float
}

/// Plans gestures from words and voice: nods on stressed, loud syllables and at phrase ends, brow raises at phrase
/// starts, blinks at phrase ends and otherwise at the resting rate, glances in pauses. Pure: the same input and seed
/// give the same plan.
///
/// An engine that renders a model performs the plan; the recorded engine prefers body frames that show it.
package struct GesturePlan: Equatable, Sendable {
    package var gestures: [Gesture]

    /// Blinks per second while speaking: 26 per minute (Bentivoglio et al. 1997, conversation).
    private static let blinkRate = 26.0 / 60
    /// Shortest time between two nods, in seconds (Hadar et al. 1983: rhythmic head movement 0.2–1.8 Hz in speech).
    private static let nodSpacing = 0.9

    /// - Parameters:
    ///   - intensities: See ``VoiceEnvelope``, at `framesPerSecond`.
    package init(pronunciation: Pronunciation, intensities: [Float], framesPerSecond: Int, seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var gestures: [Gesture] = []
        var lastNod = -Double.infinity
        var phraseStarts = true

        func loudness(_ time: Double) -> Float {
            let index = Int(time * Double(framesPerSecond))
            return intensities.indices.contains(index) ? intensities[index] : 0
        }
        for phone in pronunciation.phones where phone.stress == 1 {
            let apex = (phone.start + phone.end) / 2
            let loud = loudness(apex)
            guard loud > 0.75, apex - lastNod > Self.nodSpacing, random.unit() < 0.6 else { continue }
            gestures.append(Gesture(kind: .nod, start: apex - 0.12, duration: 0.4, strength: loud * 0.6))
            lastNod = apex
        }
        for word in pronunciation.words {
            if phraseStarts, random.unit() < 0.5 {
                gestures.append(Gesture(kind: .browRaise, start: word.start - 0.1, duration: 0.5, strength: 0.5))
            }
            phraseStarts = word.endsPhrase
            guard word.endsPhrase else { continue }
            gestures.append(Gesture(kind: .nod, start: word.end - 0.2, duration: 0.6, strength: 0.8))
            if random.unit() < 0.7 {
                gestures.append(Gesture(kind: .blink, start: word.end, duration: 0.2, strength: 1))
            } else {
                gestures.append(Gesture(kind: .glance, start: word.end, duration: 0.4, strength: 0.4))
            }
        }
        gestures += Self.restingBlinks(until: pronunciation.phones.last?.end ?? 0, around: gestures, random: &random)
        self.gestures = gestures.sorted { ($0.start, $0.kind.rawValue) < ($1.start, $1.kind.rawValue) }
    }

    /// Blinks at exponential intervals where none is planned within a second.
    private static func restingBlinks(
        until end: Double, around planned: [Gesture], random: inout SplitMix64
    ) -> [Gesture] {
        var blinks: [Gesture] = []
        var time = 0.0
        while true {
            time += max(1, -log(1 - random.unit()) / blinkRate)
            guard time < end else { return blinks }
            if planned.contains(where: { $0.kind == .blink && abs($0.start - time) < 1 }) { continue }
            blinks.append(Gesture(kind: .blink, start: time, duration: 0.2, strength: 1))
        }
    }
}
