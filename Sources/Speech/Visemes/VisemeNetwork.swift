package import Core
internal import Foundation

/// Hears mouth shapes in a voice: a small temporal convolution network over log-mel rows, trained by
/// `Tools/visemes/train.py` on synthesised speech of many voices.
///
/// Output k is for the instant k · 10 ms exactly. It needs the sound up to 92.5 ms after that instant (8 rows of
/// 10 ms and half a 25 ms window) and looks 192.5 ms back.
package enum VisemeNetwork {
    /// Outputs per second.
    package static let rate = 100
    /// Seconds of sound after an instant that its output needs.
    package static let lookAhead = 0.0925

    /// Everything in a clip of any sample rate: outputs for 0, 10 ms, … to the last that lies in the clip.
    /// Exactly what ``VisemeStream`` gives for the same samples. Empty for an empty clip.
    ///
    /// - Complexity: O(duration).
    package static func posteriors(of clip: AudioClip) -> [VisemePosterior] {
        var stream = VisemeStream(sampleRate: clip.sampleRate)
        return stream.push(clip.samples) + stream.finish()
    }
}

/// ``VisemeNetwork`` over a running voice. Not for several threads at once. Holds 0.3 s of sound at most,
/// however much is pushed.
package struct VisemeStream: ~Copyable {
    private var resampler: Resampler?
    private var mel = LogMel()
    private var layers: [ConvolutionLayer]
    private let readOut: LayerWeights
    /// Energies of rows whose outputs are still to come, oldest first, and the newest level; dB.
    private var energies: [Double] = []
    private var level = 0.0
    private var hasBegun = false

    /// - Parameter sampleRate: Hz of what will be pushed; anything but 16 000 is resampled by libsoxr first, which
    ///   holds back 5 ms more (14 ms from rates below it).
    package init(sampleRate: Int) {
        resampler = sampleRate == LogMel.sampleRate ? nil : Resampler(from: sampleRate, to: LogMel.sampleRate)
        layers = VisemeWeights.layers.dropLast().map(ConvolutionLayer.init)
        readOut = VisemeWeights.layers[VisemeWeights.layers.count - 1]
    }

    /// The outputs that these samples complete, in order; none may be. NaN and infinity count as silence.
    package mutating func push(_ samples: [Float]) -> [VisemePosterior] {
        outputs(of: mel.push(resampler?.push(samples) ?? samples))
    }

    /// The last outputs, for which the sound ended too early; silence stands for it. Push nothing after this.
    package mutating func finish() -> [VisemePosterior] {
        let rest = resampler?.finish() ?? []
        let last = outputs(of: mel.push(rest) + mel.finish())
        guard hasBegun else { return [] }
        return last + (0..<VisemeWeights.ahead).compactMap { _ in pass(Self.silence) }
    }

    private static let silence = [Float](repeating: LogMel.silence, count: MelBands.count)

    private mutating func outputs(of rows: [LogMel.Row]) -> [VisemePosterior] {
        if !hasBegun, !rows.isEmpty {
            hasBegun = true
            for _ in 0..<VisemeWeights.past { _ = pass(Self.silence) }
        }
        return rows.compactMap { row in
            energies.append(row.energy)
            level = row.level
            return pass(row.features)
        }
    }

    private mutating func pass(_ features: [Float]) -> VisemePosterior? {
        var row = features
        for index in layers.indices {
            guard let next = layers[index].push(row) else { return nil }
            row = next
        }
        let energy = energies.isEmpty ? level : energies.removeFirst()
        return VisemePosterior(logits: readOut(row), decibelsBelowLevel: level - energy)
    }
}

extension VisemePosterior {
    /// dB below the speaker's level: full intensity down to the first, none from the second on.
    private static let loud: Double = 4
    private static let quiet: Double = 30

    init(logits: [Float], decibelsBelowLevel below: Double) {
        let shapes = logits.prefix(Viseme.allCases.count)
        let highest = shapes.max() ?? 0
        var visemes = SIMD16<Float>.zero
        for (lane, logit) in shapes.enumerated() { visemes[lane] = exp(logit - highest) }
        visemes /= visemes.sum()
        let loudness = Float(min(max((Self.quiet - below) / (Self.quiet - Self.loud), 0), 1))
        self.init(
            visemes: visemes, closure: 1 / (1 + exp(-logits[15])), openness: 1 / (1 + exp(-logits[16])),
            intensity: loudness * (1 - visemes[Viseme.sil.rawValue]))
    }
}
