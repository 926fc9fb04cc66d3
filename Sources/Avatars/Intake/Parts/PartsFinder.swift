/// Finds the listening, talking and idle parts of a recording from its voice, its mouth and its head.
package enum PartsFinder {
    /// What the finder looks at; one entry per picture.
    package struct Evidence: Sendable {
        package var framesPerSecond: Double
        /// Whether a voice is heard.
        package var voice: [Bool]
        /// Lip opening in face widths.
        package var opening: [Float]
        /// Head speed in face widths per second.
        package var headSpeed: [Float]
        package var hasFace: [Bool]

        package init(
            framesPerSecond: Double, voice: [Bool], opening: [Float], headSpeed: [Float], hasFace: [Bool]
        ) {
            self.framesPerSecond = framesPerSecond
            self.voice = voice
            self.opening = opening
            self.headSpeed = headSpeed
            self.hasFace = hasFace
        }
    }

    /// Pauses up to so many seconds belong to the talking part: a breath or a look at the script.
    static let longestPause = 3.0
    /// Silence kept on both sides of the speech, in seconds.
    static let margin = 0.3
    /// A silent part shorter than this many seconds is no use.
    static let shortestPart = 1.5
    /// A single silence of at least so many seconds is shared between listening and idle.
    static let shareable = 8.0
    /// Lips further apart than this, in face widths, speak or stand open; measured: .004 shut, .13 in open vowels.
    static let openLips: Float = 0.03

    package static func find(_ evidence: Evidence) -> FootageParts {
        let rate = evidence.framesPerSecond
        let count = min(evidence.voice.count, evidence.opening.count)
        guard let first = evidence.hasFace.firstIndex(of: true), let last = evidence.hasFace.lastIndex(of: true),
            first < last
        else { return FootageParts() }
        // The person's own voice moves the lips: a voice from behind the camera does not. A second of context bridges
        // closed sounds.
        let lips = SlidingMaximum.of(evidence.opening, radius: Int(rate / 2))
        let speaking = (0..<count).map { evidence.voice[$0] && lips[$0] > openLips }
        let whole = first..<(last + 1)
        guard let speech = longestSpeech(speaking, in: whole, rate: rate) else {
            let span = time(whole, rate)
            return FootageParts(idle: span.duration >= shortestPart ? span : nil)
        }
        let reach = Int(margin * rate)
        let talking =
            max(whole.lowerBound, speech.lowerBound - reach)..<min(whole.upperBound, speech.upperBound + reach)
        let before = whole.lowerBound..<talking.lowerBound
        let after = talking.upperBound..<whole.upperBound
        var parts = silentParts(before, after, evidence)
        parts.talking = time(talking, rate)
        return parts
    }

    /// The run of speech with the most spoken frames, bridging pauses.
    private static func longestSpeech(_ speaking: [Bool], in range: Range<Int>, rate: Double) -> Range<Int>? {
        let pause = Int(longestPause * rate)
        var best: (range: Range<Int>, spoken: Int)?
        var run: (start: Int, end: Int, spoken: Int)?
        func close() {
            if let run, run.spoken > (best?.spoken ?? 0) { best = (run.start..<run.end, run.spoken) }
        }
        for index in range where index < speaking.count && speaking[index] {
            if let open = run, index - open.end <= pause {
                run = (open.start, index + 1, open.spoken + 1)
            } else {
                close()
                run = (index, index + 1, 1)
            }
        }
        close()
        // Less than a second of speech is a cough or a word to the camera.
        return best.flatMap { $0.spoken >= Int(rate) ? $0.range : nil }
    }

    /// Names the silences before and after the speech. The script asks for listening first; where the later silence has
    /// twice the head motion, it is the one with the nods.
    private static func silentParts(_ before: Range<Int>, _ after: Range<Int>, _ evidence: Evidence) -> FootageParts {
        let rate = evidence.framesPerSecond
        func isPart(_ range: Range<Int>) -> Bool { Double(range.count) >= shortestPart * rate }
        func motion(_ range: Range<Int>) -> Float {
            let speeds = evidence.headSpeed[range.clamped(to: evidence.headSpeed.indices)]
            return speeds.isEmpty ? 0 : speeds.reduce(0, +) / Float(speeds.count)
        }
        func named(_ first: Range<Int>, _ second: Range<Int>) -> FootageParts {
            let swapped = motion(second) > 2 * motion(first)
            let (listening, idle) = swapped ? (second, first) : (first, second)
            return FootageParts(listening: time(listening, rate), idle: time(idle, rate))
        }
        switch (isPart(before), isPart(after)) {
        case (true, true): return named(before, after)
        case (false, false): return FootageParts()
        case (true, false), (false, true):
            let silence = isPart(before) ? before : after
            guard Double(silence.count) >= shareable * rate else { return FootageParts(idle: time(silence, rate)) }
            let middle = silence.lowerBound + silence.count / 2
            return named(silence.lowerBound..<middle, middle..<silence.upperBound)
        }
    }

    private static func time(_ frames: Range<Int>, _ rate: Double) -> TimeSpan {
        TimeSpan(Double(frames.lowerBound) / rate, Double(frames.upperBound) / rate)
    }
}

/// The largest value within `radius` of each place.
enum SlidingMaximum {
    static func of(_ values: [Float], radius: Int) -> [Float] {
        values.indices.map { index in
            values[max(0, index - radius)...min(values.count - 1, index + radius)].max()!
        }
    }
}
