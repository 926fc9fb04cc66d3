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

    package init(rows: [MouthShape]) {
        precondition(rows.count == Self.featureCount)
        self.rows = rows
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

    package func shape(around taps: [VisemeFrame]) -> MouthShape {
        var shape = MouthShape.zero
        for (value, row) in zip(Self.features(around: taps), rows) { shape += row * value }
        return shape
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
