/// Nobody else speaks: enough speech, some of it voiced, begins a turn.
struct VoiceStart: TurnStart {
    /// Frames of speech; a third of them voiced.
    let minimum: Int
    /// Frames of silence after which it was nothing.
    static let patience = 15

    init(_ settings: EarSettings) {
        minimum = Int(min(max(settings.minimumSpeech, 0.06), 1) * Double(SoundFrame.perSecond))
    }

    func verdict(_ utterance: HeardUtterance, now: Int) -> StartVerdict {
        if utterance.speechFrames >= minimum, utterance.voicedFrames * 3 >= minimum { return .turn }
        return now - utterance.lastSpeech >= Self.patience ? .nothing : .undecided
    }
}
