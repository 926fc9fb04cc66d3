package import Core

/// Visemes → the person's own mouth shape: a linear regression learnt from the person's footage.
///
/// It sees the viseme timeline at nine instants, 40 ms apart and centred on the frame, so it carries the speaker's
/// own coarticulation and lag. There is one model for each ``VisemeTimeline/Origin``, because aligned phones and
/// network posteriors are differently sharp.
package struct MouthModel: Equatable, Sendable {
    /// Taps before and after the frame; 4 × 40 ms = 160 ms of look-ahead.
    package static let reach = 4
    /// Seconds between taps.
    package static let tapSpacing = 0.04
    /// 15 visemes, intensity and closure for each tap, and a constant.
    package static let featureCount = (2 * reach + 1) * channelCount + 1
    private static let channelCount = 17

    /// One row of eight per feature; see ``features(around:)`` for the order.
    package let rows: [MouthShape]
    /// One weight per feature: how far the person's lips are pressed together, about 0…1. Empty when nothing was
    /// learnt of it; then the timeline's own closure counts.
    package let closureWeights: [Float]

    package init(rows: [MouthShape], closureWeights: [Float] = []) {
        precondition(rows.count == Self.featureCount)
        precondition(closureWeights.isEmpty || closureWeights.count == Self.featureCount)
        self.rows = rows
        self.closureWeights = closureWeights
    }

    /// Regression input for a frame from its nine taps, oldest first.
    package static func features(around taps: [VisemeFrame]) -> [Float] {
        precondition(taps.count == 2 * reach + 1)
        var features: [Float] = []
        features.reserveCapacity(featureCount)
        for tap in taps {
            for lane in 0..<15 { features.append(tap.weights[lane]) }
            features.append(tap.intensity)
            features.append(tap.closure)
        }
        features.append(1)
        return features
    }

    /// What the mouth does in the frame whose taps these are.
    package func predict(around taps: [VisemeFrame]) -> Prediction {
        let features = Self.features(around: taps)
        var shape = MouthShape.zero
        for (value, row) in zip(features, rows) { shape += row * value }
        let middle = taps[Self.reach]
        guard !closureWeights.isEmpty else {
            return Prediction(shape: shape, firmness: Self.ramp(middle.closure, from: 1 / 3, to: 2 / 3))
        }
        let evidence = zip(features, closureWeights).reduce(Float(0)) { $0 + $1.0 * $1.1 }
        return Prediction(shape: shape, firmness: Self.ramp(evidence, from: 0.2, to: 0.32))
    }

    package struct Prediction: Equatable, Sendable {
        package var shape: MouthShape
        /// 0…1: how far the lips must be brought together.
        package var firmness: Float
    }

    /// The ramps keep weak evidence from twitching the lips. For learnt weights at 0.2, as many closures are hit as by
    /// the network's own at 0.4, with fewer false ones: 15, 16 and 7 frames instead of 20, 18 and 8 (measured on one text
    /// in three synthetic voices the avatar had not learnt from).
    private static func ramp(_ value: Float, from low: Float, to high: Float) -> Float {
        min(max((value - low) / (high - low), 0), 1)
    }
}

extension VisemeFrame {
    /// Linear mix; `amount` 0 is `self`, 1 is `other`.
    package func mixed(with other: VisemeFrame, amount: Float) -> VisemeFrame {
        VisemeFrame(
            weights: weights + (other.weights - weights) * amount,
            intensity: intensity + (other.intensity - intensity) * amount,
            closure: closure + (other.closure - closure) * amount)
    }
}

/// Reads a sequence of viseme frames at 40 ms steps, whatever its frame rate.
package struct VisemeTaps {
    /// Taps in frames: 1 at 25 fps, 1.2 at 30 fps.
    private let step: Double

    package init(framesPerSecond: Int) { step = MouthModel.tapSpacing * Double(framesPerSecond) }

    /// Frames of look-ahead that a full window needs: 4 at 25 fps, 5 at 30 fps.
    package var lookAhead: Int { Int((Double(MouthModel.reach) * step).rounded(.up)) }

    /// Nine taps around `index`; before the first and after the last frame the mouth is at rest.
    package func taps(around index: Int, frame: (Int) -> VisemeFrame) -> [VisemeFrame] {
        (-MouthModel.reach...MouthModel.reach).map { tap in
            let position = Double(index) + Double(tap) * step
            let lower = position.rounded(.down)
            let share = Float(position - lower)
            let first = frame(Int(lower))
            return share < 0.01 ? first : first.mixed(with: frame(Int(lower) + 1), amount: share)
        }
    }
}
