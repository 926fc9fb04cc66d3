/// What is known of 20 ms of microphone sound.
struct SoundFrame: Equatable, Sendable {
    /// Samples; 50 frames make a second.
    static let length = 320
    static let perSecond = 50

    /// A voice that stands out from the room and is not the avatar's own.
    var isSpeech: Bool
    /// The voice has a pitch: a vowel or a hum, no cough, no hiss.
    var isVoiced: Bool
    /// dB below full scale.
    var level: Float
    /// The avatar's voice was sent to the visitor within the last moments.
    var isAvatarSpeaking: Bool
}
