/// A voice one can choose.
package struct Voice: Equatable, Codable, Sendable {
    package enum Gender: String, Codable, Sendable { case female, male }
    /// What speaks: flite inside this process, espeak-ng in a process of its own, a voice file of Piper's, or a
    /// provider outside.
    package enum Engine: String, Codable, Sendable { case flite, espeak, piper, provider }

    /// What the configuration and the command line name it by.
    package let id: String
    /// For people.
    package let name: String
    /// BCP 47 tag.
    package let language: String
    package let gender: Gender
    package let engine: Engine
    /// A sentence in the voice's language, to try it with.
    package let sample: String

    package init(id: String, name: String, language: String, gender: Gender, engine: Engine, sample: String) {
        self.id = id
        self.name = name
        self.language = language
        self.gender = gender
        self.engine = engine
        self.sample = sample
    }
}

/// How a voice speaks one text.
package struct VoiceSettings: Equatable, Codable, Sendable {
    /// 2 speaks twice as fast as the voice by itself.
    package var speed: Double
    /// Semitones above the voice's own pitch.
    package var pitch: Double

    package static let speeds = 0.5...2.0
    package static let pitches = -12.0...12.0

    package init(speed: Double = 1, pitch: Double = 0) {
        self.speed = speed
        self.pitch = pitch
    }

    /// The part of a choice that the built-in voices know.
    package init(_ choice: VoiceChoice) { self.init(speed: choice.speed, pitch: choice.pitch) }

    /// - Throws: `SpeechError.speedOutOfRange` or `.pitchOutOfRange`, also for what is no number.
    package func check() throws(SpeechError) {
        guard Self.speeds.contains(speed) else { throw .speedOutOfRange(speed) }
        guard Self.pitches.contains(pitch) else { throw .pitchOutOfRange(pitch) }
    }
}
