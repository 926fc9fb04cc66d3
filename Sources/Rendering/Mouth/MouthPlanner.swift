package import Core

/// What the mouth shows in one frame: which recorded mouths, mixed how, moved to which points.
package struct MouthStep: Equatable, Sendable {
    package struct Layer: Equatable, Sendable {
        package var unit: Int
        /// The weights of a step's layers sum to 1.
        package var weight: Float
    }
    package var visemes: VisemeFrame
    /// 0: the body frame is shown untouched and no mouth is chosen, 1: the composited mouth replaces its own.
    package var strength: Float
    /// One recorded mouth, or two while one fades into the next; the incoming one is last.
    package var layers: [Layer]
    /// Where the control points shall be, canonical coordinates; the body's pose projects them.
    package var points: [SIMD3<Float>]
}

/// Visemes → mouth steps, frame by frame: prediction, unit selection, joins, and the way in and out of silence.
/// Pure and deterministic; knows no pixels.
///
/// Visemes are queued as they become known. A step sees up to ``lookAhead`` queued frames and never waits for more:
/// what is not there yet counts as a continuation of the last, and an empty queue as rest.
package struct MouthPlanner: Sendable {
    private let library: MouthLibrary
    private let taps: VisemeTaps
    private let closing: LipClosing
    private let neutral: [SIMD3<Float>]
    private var selector: UnitSelector
    /// Spoken frames around now: `past` before, `queue[0]` is the next to show.
    private var past: [VisemeFrame] = []
    private var queue: [VisemeFrame] = []
    private var origin: VisemeTimeline.Origin = .phones
    /// 0…1: how far the mouth follows the prediction instead of resting.
    private var activity: Float = 0
    private var strength: Float = 0
    private var fade: (outgoing: Int, incoming: Int, progress: Float)?

    /// Frames to come that a step makes use of: 200 ms.
    package let lookAhead: Int
    /// A join takes this many frames: long enough to hide a change of texture, short enough to keep closures crisp.
    private static let fadeFrames: Float = 3
    /// Per frame: the mouth comes in within 3 frames and goes within 6.
    private static let attack: Float = 1 / 3
    private static let release: Float = 1 / 6
    /// Largest correction of a recorded mouth toward the prediction, in standard deviations of the lip movement.
    private static let correctionLimit: Float = 0.8

    package init(library: MouthLibrary, framesPerSecond: Int) {
        self.library = library
        taps = VisemeTaps(framesPerSecond: framesPerSecond)
        closing = LipClosing()
        neutral = library.neutralPoints
        selector = UnitSelector(units: library.units)
        lookAhead = framesPerSecond / 5
    }

    /// Frames queued and not shown yet.
    package var pendingCount: Int { queue.count }
    /// True from shortly before the first sound until the mouth has come to rest.
    package var isSpeaking: Bool { !queue.isEmpty || activity > 0 }

    /// Appends visemes to be shown after those already queued.
    package mutating func enqueue(_ frames: [VisemeFrame], origin: VisemeTimeline.Origin) {
        self.origin = origin
        queue += frames
    }

    /// Forgets what is queued and what was said: the lips meet with the next frame, as they would at a breath held,
    /// and the mouth goes to rest. Faded, the open mouth would show through the closed lips.
    package mutating func interrupt() {
        (queue, past, fade) = ([], [], nil)
        selector.reset()
    }

    /// Forgets everything; the mouth rests, composited as much as `strength` says.
    package mutating func rest(strength: Float) {
        (queue, past, activity, fade) = ([], [], 0, nil)
        self.strength = strength
        selector.reset()
    }

    /// The next frame's mouth.
    ///
    /// - Parameters:
    ///   - body: The body frame it will be shown on.
    ///   - bodyAtRest: Whether that frame's own mouth is closed and still, so that silence may show it untouched.
    package mutating func next(on body: BodyTrack.Frame, bodyAtRest: Bool) -> MouthStep {
        let visemes = queue.first ?? .rest
        updateActivity(bodyAtRest: bodyAtRest)
        defer { advanceQueue(past: visemes) }
        // Untouched, the body frame needs no mouth to be chosen: most frames of an idle stream.
        if strength == 0 {
            return MouthStep(visemes: visemes, strength: 0, layers: [.init(unit: 0, weight: 1)], points: neutral)
        }
        let resting = bodyAtRest ? body.shape : library.rest
        let angles = body.pose.angles
        let horizon = min(lookAhead, max(queue.count - 1, 0))
        let targets = (0...horizon).map { target(at: $0, resting: resting, angles: angles) }
        let unit = selector.select(targets) ?? 0
        advanceFade(to: unit, closure: targets[0].closure)
        return MouthStep(
            visemes: visemes, strength: strength, layers: layers(unit),
            points: points(of: unit, toward: targets[0]))
    }

    private mutating func advanceQueue(past visemes: VisemeFrame) {
        past.append(visemes)
        if past.count > 2 * MouthModel.reach { past.removeFirst(past.count - 2 * MouthModel.reach) }
        if !queue.isEmpty { queue.removeFirst() }
    }

    private mutating func updateActivity(bodyAtRest: Bool) {
        let window = queue.prefix(taps.lookAhead) + past.suffix(taps.lookAhead)
        let speaks = window.contains { $0[.sil] < 0.9 }
        activity = min(max(activity + (speaks ? Self.attack : -Self.release), 0), 1)
        let isNeeded = speaks || activity > 0
        // A body whose own mouth moves must not show it, not even in part.
        strength = bodyAtRest ? min(max(strength + (isNeeded ? Self.attack : -Self.release), 0), 1) : 1
        if strength == 0 {
            selector.reset()
            fade = nil
        }
    }

    private func target(at offset: Int, resting: MouthShape, angles: SIMD3<Float>) -> UnitTarget {
        let window = taps.taps(around: offset) { position in
            // What is not known yet is taken to go on as the last that is: a stream has no end until it says rest.
            if position >= 0 { return position < queue.count ? queue[position] : (queue.last ?? .rest) }
            return past.count + position >= 0 ? past[past.count + position] : .rest
        }
        let visemes = queue.indices.contains(offset) ? queue[offset] : .rest
        let predicted = library.model(for: origin).predict(around: window)
        // The network hears silence surely but shapes vaguely: there the mouth rests, and lips that rest are closed.
        let silence = origin == .audio ? min(max((visemes[.sil] - 0.5) * 2, 0), 1) : 0
        let shape = resting + (predicted.shape - resting) * activity * (1 - silence)
        return UnitTarget(
            shape: shape, visemes: visemes.weights, angles: angles, closure: predicted.firmness,
            opening: library.basis.opening(of: shape) * (1 - predicted.firmness))
    }

    private func points(of unit: Int, toward target: UnitTarget) -> [SIMD3<Float>] {
        var points = library.units[unit].points
        var correction = target.shape - library.units[unit].shape
        let length = (correction * correction).sum().squareRoot()
        if length > Self.correctionLimit { correction *= Self.correctionLimit / length }
        for lane in 0..<8 {
            let component = library.basis.components[lane]
            for index in component.indices { points[index] += component[index] * correction[lane] }
        }
        closing.apply(target.closure, to: &points)
        return points
    }

    private mutating func advanceFade(to unit: Int, closure: Float) {
        defer { if let current = fade, current.progress >= 1 { fade?.outgoing = current.incoming } }
        guard let current = fade else {
            fade = (unit, unit, 1)
            return
        }
        if library.units[current.incoming].successor == unit || current.incoming == unit {
            let outgoing = library.units[current.outgoing].successor ?? current.outgoing
            fade = (outgoing, unit, min(current.progress + 1 / Self.fadeFrames, 1))
        } else {
            // A join during a join continues from whichever mouth is the more visible.
            let outgoing = current.progress >= 0.5 ? current.incoming : current.outgoing
            fade = (library.units[outgoing].successor ?? outgoing, unit, 1 / Self.fadeFrames)
        }
        if closure > 0.5, let progress = fade?.progress { fade?.progress = max(progress, 0.75) }
    }

    private func layers(_ unit: Int) -> [MouthStep.Layer] {
        guard let fade, fade.progress < 1, fade.outgoing != fade.incoming else { return [.init(unit: unit, weight: 1)] }
        return [.init(unit: fade.outgoing, weight: 1 - fade.progress), .init(unit: unit, weight: fade.progress)]
    }
}
