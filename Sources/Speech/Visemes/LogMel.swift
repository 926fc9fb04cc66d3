internal import Foundation

/// Log-mel features of a 16 kHz mono stream, one row every 10 ms, independent of the microphone's gain.
///
/// Row k is centred at exactly k · 10 ms (sample 160 k): it needs the 200 samples before and after that instant, and
/// zeros stand for samples outside the stream. `Tools/visemes/features.py` is the same arithmetic; the network was
/// trained on it, so the constants change only together with new weights.
struct LogMel {
    static let sampleRate = 16_000
    /// Samples from one row to the next.
    static let hop = 160
    static let window = 400
    private static let fftSize = 512
    /// Added before the logarithm, relative to the running level: −60 dB.
    private static let floor: Float = 1e-6
    /// What a row of silence holds in every band.
    static let silence = log(floor)

    struct Row {
        /// ln(band power / level + 1e-6), `MelBands.count` values.
        var features: [Float]
        /// dB of the summed bands, smoothed over about 5 rows.
        var energy: Double
        /// dB; the running level of the voice, see ``RunningLevel``.
        var level: Double
    }

    /// Samples not yet used up; the first belongs to the next row's window.
    private var pending = [Float](repeating: 0, count: window / 2)
    private var sampleCount = 0
    private var rowCount = 0
    private var running = RunningLevel()
    private var spectrum = PowerSpectrum(size: fftSize)
    private var power = [Float](repeating: 0, count: fftSize / 2 + 1)
    private static let bands = MelBands(fftSize: fftSize, sampleRate: Double(sampleRate))
    private static let hann = (0..<window).map { Float(0.5 - 0.5 * cos(2 * Double.pi * Double($0) / Double(window))) }

    /// Rows completed by these samples. Samples that are no number count as 0; others are cut to ±4.
    mutating func push(_ samples: some Sequence<Float>) -> [Row] {
        let before = pending.count
        pending.append(contentsOf: samples.lazy.map { $0.isFinite ? min(max($0, -4), 4) : 0 })
        sampleCount += pending.count - before
        return rows()
    }

    /// The rows up to the last sample, which lack the audio after it. The stream is over then.
    mutating func finish() -> [Row] {
        guard sampleCount > 0 else { return [] }
        let wanted = sampleCount / Self.hop + 1
        let missing = (wanted - rowCount - 1) * Self.hop + Self.window - pending.count
        if missing > 0 { pending.append(contentsOf: repeatElement(0, count: missing)) }
        let last = rows()
        return Array(last.prefix(wanted - (rowCount - last.count)))
    }

    private mutating func rows() -> [Row] {
        var rows: [Row] = []
        var first = 0
        while first + Self.window <= pending.count {
            rows.append(row(at: first))
            first += Self.hop
        }
        pending.removeFirst(first)
        rowCount += rows.count
        return rows
    }

    private mutating func row(at first: Int) -> Row {
        let block = (0..<Self.window).map { pending[first + $0] * Self.hann[$0] }
        spectrum(block, into: &power)
        let bands = Self.bands(power)
        let (energy, level) = running.update(power: Double(bands.reduce(0, +)))
        let scale = Float(pow(10, -level / 10))
        return Row(features: bands.map { log($0 * scale + Self.floor) }, energy: energy, level: level)
    }
}

/// How loud the speaker speaks, in dB: jumps up with the voice, sinks slowly, slower still while nobody speaks.
struct RunningLevel {
    private static let smoothing = 0.3
    private static let lowest = -5.0
    /// dB per row while the energy is within `active` dB of the level, and else.
    private static let fast = 0.03
    private static let slow = 0.005
    private static let active = 30.0

    private var smoothed: Double?
    private var level = 22.0

    mutating func update(power: Double) -> (energy: Double, level: Double) {
        var average = smoothed ?? power
        average += Self.smoothing * (power - average)
        smoothed = average
        let energy = 10 * log10(average + 1e-10)
        let decay = energy > level - Self.active ? Self.fast : Self.slow
        level = max(energy, level - decay, Self.lowest)
        return (energy, level)
    }
}
