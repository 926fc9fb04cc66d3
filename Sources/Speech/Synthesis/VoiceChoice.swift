/// A voice and how it speaks.
package struct VoiceChoice: Hashable, Sendable {
    package var id: String
    /// BCP 47.
    package var language: String
    /// 0.5…2; 2 speaks twice as fast.
    package var speed: Double
    /// Semitones, −12…12.
    package var pitch: Double
    /// 0…1: low varies the delivery, high keeps it even. Nil is the voice's own.
    package var stability: Double?
    /// 0…1: how closely a cloned voice follows its original. Nil is the voice's own.
    package var similarity: Double?
    /// 0…1: how much the voice's manner is exaggerated. Nil is the voice's own.
    package var style: Double?
    /// Makes a cloned voice more like its original, and slower to speak. Nil is the voice's own.
    package var speakerBoost: Bool?
    /// A word, such as "friendly"; nil is the voice's own.
    package var emotion: String?
    /// The provider's model that speaks instead of the configured one; nil is that.
    package var model: String?
    /// How words of this world are said, whatever the voice; captions show them as written.
    package var pronunciations: PronunciationDictionary

    package init(
        id: String, language: String, speed: Double = 1, pitch: Double = 0, stability: Double? = nil,
        similarity: Double? = nil, style: Double? = nil, speakerBoost: Bool? = nil, emotion: String? = nil,
        model: String? = nil, pronunciations: PronunciationDictionary = .empty
    ) {
        self.id = id
        self.language = language
        self.speed = speed
        self.pitch = pitch
        self.stability = stability
        self.similarity = similarity
        self.style = style
        self.speakerBoost = speakerBoost
        self.emotion = emotion
        self.model = model
        self.pronunciations = pronunciations
    }
}

/// What a voice can be told beside the text.
package enum VoiceControl: String, CaseIterable, Codable, Sendable {
    case speed, pitch, stability, similarity, style, emotion, model
    case speakerBoost = "speaker boost"
}

extension VoiceChoice {
    /// What is asked for beyond the voice's own way.
    package var controls: Set<VoiceControl> {
        var controls: Set<VoiceControl> = []
        if speed != 1 { controls.insert(.speed) }
        if pitch != 0 { controls.insert(.pitch) }
        if stability != nil { controls.insert(.stability) }
        if similarity != nil { controls.insert(.similarity) }
        if style != nil { controls.insert(.style) }
        if speakerBoost != nil { controls.insert(.speakerBoost) }
        if emotion?.isEmpty == false { controls.insert(.emotion) }
        if model?.isEmpty == false { controls.insert(.model) }
        return controls
    }
}
