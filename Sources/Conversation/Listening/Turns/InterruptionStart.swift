internal import Speech

/// The avatar speaks: long speech begins a turn, short speech when its words want one.
///
/// Back-channels last 0.2 to 0.6 s and so does the first word of an interruption: sound alone cannot tell them apart in
/// time. So speech is `possible` early, and decided when it goes on, or when its words are known.
struct InterruptionStart: TurnStart {
    /// Frames of speech that make it possible, half of them voiced: 120 ms.
    static let possible = 6
    /// Frames of speech before partial words count: less is guessed. 400 ms.
    static let wordsCount = 20
    /// Frames of silence after which it is over.
    static let patience = 15

    let sure: Int
    let words: Set<String>
    let stops: Set<String>
    private let base: String?

    /// - Parameter language: BCP 47; nil takes the words of all languages.
    init(_ settings: EarSettings, language: String?) {
        sure = Int(min(max(settings.surelyInterrupting, 0.2), 5) * Double(SoundFrame.perSecond))
        let base = language.map { String($0.lowercased().prefix { $0 != "-" && $0 != "_" }) }
        self.base = base
        func of(_ all: [String: Set<String>]) -> Set<String> {
            base.map { all[$0] ?? [] } ?? all.values.reduce(into: []) { $0.formUnion($1) }
        }
        words = of(settings.backChannels)
        stops = of(BackChannelWords.stops).subtracting(words)
    }

    func verdict(_ utterance: HeardUtterance, now: Int) -> StartVerdict {
        let isVoiced = utterance.voicedFrames * 2 >= Self.possible
        guard isVoiced else {
            // Coughs and clatter last, but have no pitch.
            return now - utterance.lastSpeech >= Self.patience ? .nothing : .undecided
        }
        let intent = intent(of: utterance.text)
        // A text of half a word is often another one.
        let isConfirmed = intent == .speaking && self.intent(of: utterance.textBefore) != .listening
        if utterance.speechFrames >= Self.wordsCount, isConfirmed { return .turn }
        // "Yeah, okay, right": as long as nothing else is said, twice as long is no turn.
        let isListening = utterance.isTextRecent && !utterance.text.isEmpty && intent == .listening
        if utterance.speechFrames >= (isListening ? 2 * sure : sure) { return .turn }
        if now - utterance.lastSpeech >= Self.patience { return .ask }
        return utterance.speechFrames >= Self.possible ? .possible : .undecided
    }

    /// When it is over and all its words are known.
    ///
    /// - Parameters:
    ///   - likelihoods: Of ``choices``.
    ///   - speechFrames: How long it was: a long one is no hum, however badly its words fit.
    func isTurn(_ text: String, likelihoods: PhraseLikelihoods? = nil, speechFrames: Int = 0) -> Bool {
        let intent = intent(of: text)
        guard speechFrames < Self.longWord, let likelihoods, likelihoods.groups.count == 2, let own = likelihoods.text
        else {
            return intent == .speaking
        }
        let said = Words(text).all
        if said.count > 1, said.contains(where: stops.contains) { return true }
        // A hum is easily taken for words, and a word for another; words that explain the sound well are none of that.
        let lead = own - likelihoods.groups[1]
        return switch intent {
        case .listening: false
        case .unclear: said.count > 1 && lead > Self.strange
        case .speaking: lead > (said.count > 1 ? 0 : Self.expected)
        }
    }

    /// It was understood as something else, but its sound is that of a command.
    func isCommand(_ text: String, likelihoods: PhraseLikelihoods?) -> Bool {
        let intent = intent(of: text)
        // "Yeah, sure" is one of countless pairs that no grammar lists.
        guard intent == .unclear || text.isEmpty else { return false }
        guard let groups = likelihoods?.groups, groups.count == 2, groups[0].isFinite else { return false }
        return groups[0] - groups[1] > (intent == .unclear ? Self.evident : Self.certain)
    }

    /// What a short word over the avatar's speech is weighed between: commands that stop her, and what listeners say.
    var choices: [[String]] {
        BackChannelWords.phrases[base ?? "en"].map { [$0.commands, $0.listening] } ?? []
    }

    /// By so much the command must explain the sound better: where the recogniser understood something else, and where
    /// it understood nothing.
    private static let (evident, certain) = (1.0, 1.5)
    /// Frames of speech that a hum or a laugh does not take: 0.6 s.
    private static let longWord = 30
    /// By so much the text must explain the sound better than any listener's word: a single word that stops her, and
    /// words of which none does. Listeners' words that are not listed were at up to 3.7 with two words.
    private static let (expected, strange) = (3.0, 4.0)

    private func intent(of text: String) -> Intent { Intent(text, words: words, stops: stops) }
}
