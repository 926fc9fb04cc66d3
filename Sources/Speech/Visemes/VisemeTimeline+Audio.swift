package import Core

/// Turns network outputs (100 per second) into frames as they come.
///
/// Frame n is the average of the outputs over the time the frame is on screen, n/fps … (n + 1)/fps, each output
/// standing for the 10 ms around it; the closure is the firmest of that time, since a closure must be seen. A frame
/// is complete 10 to 20 ms of outputs after its end.
package struct VisemeFrameStream: Sendable {
    private let framesPerSecond: Int
    /// Outputs not yet used up; the first is output number `firstIndex`.
    private var pending: [VisemePosterior] = []
    private var firstIndex = 0
    private var nextFrame = 0

    /// - Parameter framesPerSecond: 1…100.
    package init(framesPerSecond: Int) {
        self.framesPerSecond = min(max(framesPerSecond, 1), VisemeNetwork.rate)
    }

    /// The frames that are complete with these outputs.
    package mutating func push(_ posteriors: [VisemePosterior]) -> [VisemeFrame] {
        pending += posteriors
        var frames: [VisemeFrame] = []
        while window(of: nextFrame).upperBound <= Double(firstIndex + pending.count) - 1.5 { frames.append(cut()) }
        return frames
    }

    /// The remaining frames of sound that lasted `duration` seconds; the last outputs stand for what is missing.
    package mutating func finish(duration: Double) -> [VisemeFrame] {
        let count = Int((duration * Double(framesPerSecond) - 1e-6).rounded(.up))
        var frames: [VisemeFrame] = []
        while nextFrame < count { frames.append(cut()) }
        return frames
    }

    /// In outputs: output k covers k ± 0.5.
    private func window(of frame: Int) -> Range<Double> {
        let perFrame = Double(VisemeNetwork.rate) / Double(framesPerSecond)
        return Double(frame) * perFrame..<Double(frame + 1) * perFrame
    }

    private mutating func cut() -> VisemeFrame {
        let window = window(of: nextFrame)
        nextFrame += 1
        var (weights, intensity, closure, total) = (SIMD16<Float>.zero, Float(0), Float(0), Float(0))
        for (offset, posterior) in pending.enumerated() {
            let centre = Double(firstIndex + offset)
            let overlap = Float(min(window.upperBound, centre + 0.5) - max(window.lowerBound, centre - 0.5))
            guard overlap > 0 else { continue }
            weights += posterior.visemes * overlap
            intensity += posterior.intensity * overlap
            closure = max(closure, steadyClosure(at: offset))
            total += overlap
        }
        // Keep the output that reaches into the next frame, and the one before it.
        let used = min(max(Int((window.upperBound - 1.5).rounded(.up)) - firstIndex, 0), max(pending.count - 1, 0))
        pending.removeFirst(used)
        firstIndex += used
        guard total > 0 else { return .rest }
        return VisemeFrame(weights: weights / total, intensity: intensity / total, closure: firmness(closure))
    }

    /// The mean over 30 ms: a spike closes no lips.
    private func steadyClosure(at offset: Int) -> Float {
        let near = pending[max(0, offset - 1)...min(pending.count - 1, offset + 1)]
        return near.reduce(0) { $0 + $1.closure } / Float(near.count)
    }

    /// Closure probabilities below the first are none, above the second are a firm closure. Their middle, 0.4, is
    /// where the table in Tools/visemes/README.md counts hits and false closures.
    private static let doubtful: Float = 0.25
    private static let sure: Float = 0.55

    private func firmness(_ closure: Float) -> Float {
        min(max((closure - Self.doubtful) / (Self.sure - Self.doubtful), 0), 1)
    }
}

extension VisemeTimeline {
    /// The mouth as heard from the sound alone, for the whole clip: `ceil(duration · framesPerSecond)` frames.
    ///
    /// The clip is brought to −20 LUFS first, so that a soft recording is heard from its first word; a stream needs
    /// seconds to learn that a voice is more than 14 dB softer than that.
    package init(hearing clip: AudioClip, framesPerSecond: Int) {
        var stream = VisemeFrameStream(framesPerSecond: framesPerSecond)
        var heard = LoudnessMeter.leveled(clip)
        if clip.sampleRate != LogMel.sampleRate,
            var resampler = Resampler(from: clip.sampleRate, to: LogMel.sampleRate, quality: .high)
        {
            heard = AudioClip(
                samples: resampler.push(heard.samples) + resampler.finish(), sampleRate: LogMel.sampleRate)
        }
        let posteriors = VisemeNetwork.posteriors(of: heard)
        let frames = stream.push(posteriors) + stream.finish(duration: clip.duration)
        self.init(origin: .audio, framesPerSecond: framesPerSecond, frames: frames)
    }
}
