/// Stretches of received sound in which there is a voice; shorter gaps belong to them.
package struct VoicedStretches: Equatable, Sendable {
    package struct Stretch: Equatable, Sendable {
        package var begin: Int64
        /// Of the last sound with a voice.
        package var end: Int64

        package init(begin: Int64, end: Int64) {
            self.begin = begin
            self.end = end
        }
    }

    package let stretches: [Stretch]

    /// - Parameters:
    ///   - sounds: In the order they were decoded; times in nanoseconds.
    ///   - gap: From one voiced sound to the next, in nanoseconds, from which on there is silence between them.
    package init(_ sounds: [(time: Int64, isVoiced: Bool)], gap: Int64 = 300_000_000) {
        var stretches: [Stretch] = []
        for sound in sounds where sound.isVoiced {
            if let last = stretches.indices.last, sound.time - stretches[last].end < gap {
                stretches[last].end = sound.time
            } else {
                stretches.append(Stretch(begin: sound.time, end: sound.time))
            }
        }
        self.stretches = stretches
    }

    /// The end of the last stretch that had begun by `time`; nil when none had.
    package func end(ofThoseBefore time: Int64) -> Int64? { stretches.last { $0.begin <= time }?.end }
}
