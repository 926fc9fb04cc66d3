/// What a recording's sound says. Levels are dBFS of the root mean square, 0 being a full-scale square wave.
package struct AudioStatistics: Equatable, Sendable {
    /// Levels per 10 ms, of 25 ms windows after removing rumble below 80 Hz.
    package var levels: [Float] = []
    /// Per 10 ms: whether a voice is heard, short pauses (under .25 s) included.
    package var voice: [Bool] = []
    /// Mean level while a voice is heard; nil without voice.
    package var speechLevel: Float?
    /// The level that 10 % of the quiet moments stay below.
    package var noiseFloor: Float = -120
    /// Integrated loudness (EBU R 128) in LUFS; nil for silence.
    package var loudness: Double?
    /// Share of samples within 2 % of full scale.
    package var clipped: Double = 0
    /// Mains hum: its frequency (50 or 60 Hz) and level, where it stands out.
    package var hum: Hum?
    /// Median seconds the sound takes to fall by 20 dB at the ends of phrases; nil when no phrase end could be used.
    package var decay: Double?

    package static let hopsPerSecond = 100

    package struct Hum: Equatable, Codable, Sendable {
        package var frequency: Int
        package var level: Float
    }

    package init() {}

    /// Whether a voice is heard at some instant of each of `count` pictures.
    package func voice(framesPerSecond: Double, count: Int) -> [Bool] {
        (0..<count).map { frame in
            let first = Int(Double(frame) / framesPerSecond * Double(Self.hopsPerSecond))
            let last = Int(Double(frame + 1) / framesPerSecond * Double(Self.hopsPerSecond))
            guard first < voice.count else { return false }
            return voice[first..<max(first + 1, min(last, voice.count))].contains(true)
        }
    }

    /// Levels within `span`, without the outermost .3 s, where a neighbouring part's sound ends.
    package func levels(in span: TimeSpan) -> ArraySlice<Float> {
        let hops = Double(Self.hopsPerSecond)
        let first = min(max(Int((span.start + 0.3) * hops), 0), levels.count)
        let last = min(max(Int((span.end - 0.3) * hops), first), levels.count)
        return levels[first..<last]
    }
}
