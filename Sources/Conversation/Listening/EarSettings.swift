/// How a visitor is listened to. Values outside the stated ranges count as the nearest inside.
package struct EarSettings: Equatable, Sendable {
    /// Who says when the visitor's turn begins and ends.
    package enum TurnTaking: Equatable, Sendable {
        /// Speech begins a turn; silence and what was said end it.
        case automatic
        /// ``Ear/push()`` begins it and ``Ear/release()`` ends it; other sound is ignored.
        case pushToTalk
    }

    package var turnTaking = TurnTaking.automatic
    /// Whether speech stops the avatar. When it does not, what is said while she speaks is not heard.
    package var isInterruptible = true
    /// How much speech begins a turn, 0.06…1 s: less is a click or a breath.
    package var minimumSpeech = 0.16
    /// Silence after what is surely complete, 0.2…5 s.
    package var shortestSilence = 0.36
    /// Silence after what may or may not be complete, and for recognisers that give no partial text.
    package var usualSilence = 0.8
    /// Silence after what is surely unfinished.
    package var longestSilence = 0.95
    /// The visitor's whole turn, 1…60 s: a longer one is answered as far as it came.
    package var longestTurn = 60.0
    /// Speech over the avatar that stops her whatever is said, in seconds; shorter speech stops her when its words
    /// are none of a listener's: "stop", "wait", or three of any kind.
    package var surelyInterrupting = 0.75
    /// Sound of before the first recognised speech that the recogniser hears too, 0.3…1 s.
    package var preRoll = 0.4
    /// WebRTC's voice activity detector: 0 takes much for speech, 3 little.
    package var detectorMode = 2
    /// Removes what the microphone hears of her own voice. Needs ``Ear/avatarSpeaks(_:)``.
    package var cancelsEcho = true
    /// By BCP 47 base language: what listeners say without wanting a turn. Lower case, without punctuation.
    package var backChannels = BackChannelWords.standard

    package init() {}
}
