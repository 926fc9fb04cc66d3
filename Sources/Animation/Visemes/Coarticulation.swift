package import Core
import Foundation

/// Phones with times → a viseme timeline in which neighbours bend each other's shapes.
///
/// Each phone pulls toward its viseme with a dominance that is flat over the phone and falls off exponentially
/// outside it (Cohen & Massaro 1993, eq. 1 with c = 1); the weights at an instant are the normalised sum of pulls.
/// A short phone between strong neighbours therefore never reaches its full shape: reduction follows the speaking
/// rate by itself. Lip closures are exempt: p, b and m reach full closure for at least two frames.
///
/// Pure and random-access: any frame can be asked for in any order, so a streaming caller evaluates frames as they
/// fall due and may append phones while earlier frames are on screen.
package struct Coarticulation: Sendable {
    package let phones: [Phone]
    package let framesPerSecond: Int
    private let closures: [Bool]
    private let shapes: [PhoneShape]

    /// - Parameter phones: Sorted by start; gaps count as silence.
    package init(phones: [Phone], framesPerSecond: Int) {
        self.phones = phones
        self.framesPerSecond = framesPerSecond
        shapes = phones.map { PhoneShape.of($0.symbol) }
        closures = Self.closedFrames(phones: phones, framesPerSecond: framesPerSecond)
    }

    /// The mouth at the middle of frame `index`.
    /// - Parameter intensity: Loudness of the voice at that instant, 0…1 (see ``VoiceEnvelope``).
    /// - Complexity: O(log n) in the number of phones.
    package func frame(_ index: Int, intensity: Float) -> VisemeFrame {
        let time = (Double(index) + 0.5) / Double(framesPerSecond)
        let isClosed = closures.indices.contains(index) && closures[index]
        return VisemeFrame(weights: weights(at: time), intensity: intensity, closure: isClosed ? 1 : 0)
    }

    /// Frames `0..<count` of the utterance.
    package func timeline(frames count: Int, intensities: [Float]) -> VisemeTimeline {
        let frames = (0..<count).map { index in
            frame(index, intensity: intensities.indices.contains(index) ? intensities[index] : 0)
        }
        return VisemeTimeline(origin: .phones, framesPerSecond: framesPerSecond, frames: frames)
    }

    /// Normalised viseme weights at `time` seconds.
    func weights(at time: Double) -> SIMD16<Float> {
        var sum = SIMD16<Float>.zero
        sum[Viseme.sil.rawValue] = 1e-3  // rest, where no phone reaches
        var index = firstPhone(reaching: time)
        while index < phones.count, phones[index].start - Self.reach < time {
            let shape = shapes[index]
            let phone = phones[index]
            let pull: Double
            if time < phone.start {
                pull = exp((time - phone.start) / shape.onset)
            } else if time > phone.end {
                pull = exp((phone.end - time) / shape.offset)
            } else {
                pull = 1
            }
            sum[shape.viseme.rawValue] += Float(shape.dominance * pull)
            index += 1
        }
        return sum / sum.sum()
    }

    /// Beyond this distance in seconds a pull is below 1 % and ignored (4.6 × the longest onset).
    private static let reach = 0.42

    private func firstPhone(reaching time: Double) -> Int {
        var low = 0
        var high = phones.count
        while low < high {
            let middle = (low + high) / 2
            if phones[middle].end + Self.reach < time { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The frames whose middle lies in a closure. A closure shorter than two frames is widened about its own middle,
    /// because one closed frame at 25 fps reads as a flicker, not as a p.
    private static func closedFrames(phones: [Phone], framesPerSecond: Int) -> [Bool] {
        let rate = Double(framesPerSecond)
        guard let end = phones.last?.end else { return [] }
        var closed = [Bool](repeating: false, count: Int((end * rate).rounded(.up)) + 2)
        for phone in phones where PhoneShape.of(phone.symbol).closes {
            var first = Int((phone.start * rate - 0.5).rounded(.up))
            var last = Int((phone.end * rate - 0.5).rounded(.down))
            if last - first < 1 {
                let middle = (phone.start + phone.end) / 2 * rate - 0.5
                first = Int(middle.rounded(.down))
                last = first + 1
            }
            for index in max(first, 0)...max(min(last, closed.count - 1), 0) { closed[index] = true }
        }
        return closed
    }
}
