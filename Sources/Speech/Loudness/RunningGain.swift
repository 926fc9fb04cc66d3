internal import CEbur128
internal import Foundation
internal import Synchronization

/// How loud a voice is that nobody's catalogue knows.
struct VoiceLevel: Equatable, Sendable {
    /// LUFS, before any gain.
    var loudness: Double
    /// Of sound that it was measured over, at most ``most``.
    var seconds: Double

    /// What was heard before counts for so long against what is heard now.
    static let most = 10.0

    /// Both, by their seconds: the mean is one of energies (ITU-R BS.1770-4, equation 2).
    func joined(with other: VoiceLevel) -> VoiceLevel {
        let total = seconds + other.seconds
        guard total > 0 else { return self }
        let energy = (pow(10, loudness / 10) * seconds + pow(10, other.loudness / 10) * other.seconds) / total
        return VoiceLevel(loudness: 10 * log10(energy), seconds: min(total, Self.most))
    }
}

/// The levels of a provider's voices, so that the next sentence begins right. Any thread; as many as there are voices.
final class VoiceLevels: Sendable {
    private let levels = Mutex<[String: VoiceLevel]>([:])

    subscript(voice: String) -> VoiceLevel? {
        get { levels.withLock { $0[voice] } }
        set { levels.withLock { $0[voice] = newValue } }
    }
}

/// Brings running speech to −20 LUFS (EBU R 128 by libebur128) while it comes.
///
/// Of a voice that is not known yet the first 0.4 s, one block of the measure, are held back. From then on the gain moves
/// towards what the voice has been so far, slowly enough that nobody hears it move; a known voice begins at its gain.
/// Peaks are bent as those of built-in voices are (``VoiceGain/limited(_:)``). Owns its meter; one task at a time.
final class RunningGain {
    private var meter: UnsafeMutablePointer<ebur128_state>?
    private let sampleRate: Int
    private let known: VoiceLevel?
    private var held: [Float] = []
    private var measured = 0
    /// Now, dB; nil while nothing is known.
    private var decibels: Double?

    /// Seconds of one block, below which nothing can be measured.
    private static let block = 0.4
    /// Samples of it; libebur128 rounds its tenths up.
    private var first: Int { Int((Self.block * Double(sampleRate)).rounded(.up)) + 8 }
    /// dB; more would lift noise to the level of speech.
    private static let most = 30.0
    /// dB per second: while the voice is hardly known, and later. A step of 1 dB is about what is just heard.
    private static let (early, late) = (6.0, 2.0)
    /// Seconds after which a voice is known.
    private static let acquaintance = 2.0
    /// Seconds after which the gain is looked at again.
    private static let step = 0.1

    /// - Parameter known: From what the voice said before.
    init(sampleRate: Int, known: VoiceLevel?) {
        (self.sampleRate, self.known) = (sampleRate, known)
        meter = ebur128_init(1, UInt(max(sampleRate, 16)), Int32(EBUR128_MODE_I.rawValue))
        decibels = known.map { Self.gain(for: $0.loudness) }
    }

    deinit { if meter != nil { ebur128_destroy(&meter) } }

    /// What is known of the voice by now; nil before the first block.
    var level: VoiceLevel? {
        guard let here else { return known }
        return known.map { $0.joined(with: here) } ?? here
    }

    /// What is ready of the sound so far.
    func push(_ samples: [Float]) -> [Float] {
        guard decibels == nil else { return leveled(samples[...]) }
        held += samples
        guard held.count >= first else { return [] }
        return begin()
    }

    /// What was held back.
    func finish() -> [Float] { decibels == nil && !held.isEmpty ? begin() : [] }

    private func begin() -> [Float] {
        let samples = held
        held = []
        let head = samples.prefix(first)
        measure(head)
        // A word shorter than a block fills it with silence, which is taken out of the mean again.
        let missing = first - samples.count
        if missing > 0 { measure([Float](repeating: 0, count: missing)[...]) }
        let share = missing > 0 ? 10 * log10(Double(samples.count + missing) / Double(samples.count)) : 0
        decibels = here.map { Self.gain(for: $0.loudness + share) } ?? 0
        return amplified(head, to: decibels ?? 0) + leveled(samples.dropFirst(head.count))
    }

    private func leveled(_ samples: ArraySlice<Float>) -> [Float] {
        var output: [Float] = []
        output.reserveCapacity(samples.count)
        let size = max(1, Int(Self.step * Double(sampleRate)))
        for start in stride(from: samples.startIndex, to: samples.endIndex, by: size) {
            let piece = samples[start..<min(start + size, samples.endIndex)]
            measure(piece)
            let now = decibels ?? 0
            let wanted = level.map { Self.gain(for: $0.loudness) } ?? now
            let isEarly = known == nil && Double(measured) < Self.acquaintance * Double(sampleRate)
            let reach = (isEarly ? Self.early : Self.late) * Double(piece.count) / Double(sampleRate)
            output += amplified(piece, to: now + min(max(wanted - now, -reach), reach))
        }
        return output
    }

    /// The gain glides over the piece.
    private func amplified(_ piece: ArraySlice<Float>, to target: Double) -> [Float] {
        let (start, end) = (pow(10, (decibels ?? target) / 20), pow(10, target / 20))
        decibels = target
        let slope = (end - start) / Double(max(1, piece.count))
        return piece.enumerated().map { VoiceGain.limited($1 * Float(start + slope * Double($0 + 1))) }
    }

    private func measure(_ samples: ArraySlice<Float>) {
        guard let meter, !samples.isEmpty else { return }
        measured += samples.count
        _ = samples.withUnsafeBufferPointer { ebur128_add_frames_float(meter, $0.baseAddress, $0.count) }
    }

    /// Of this text alone.
    private var here: VoiceLevel? {
        var loudness = 0.0
        guard let meter, ebur128_loudness_global(meter, &loudness) == Int32(EBUR128_SUCCESS.rawValue),
            loudness.isFinite
        else { return nil }
        return VoiceLevel(loudness: loudness, seconds: min(Double(measured) / Double(sampleRate), VoiceLevel.most))
    }

    private static func gain(for loudness: Double) -> Double { min(max(VoiceGain.target - loudness, -most), most) }
}
