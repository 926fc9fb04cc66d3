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
        if utterance.speechFrames >= Self.wordsCount, intent == .speaking { return .turn }
        // "Yeah, okay, right": as long as nothing else is said, twice as long is no turn.
        let isListening = utterance.isTextCurrent && !utterance.text.isEmpty && intent == .listening
        if utterance.speechFrames >= (isListening ? 2 * sure : sure) { return .turn }
        if now - utterance.lastSpeech >= Self.patience { return .ask }
        return utterance.speechFrames >= Self.possible ? .possible : .undecided
    }

    /// When it is over and all its words are known.
    func isTurn(_ text: String) -> Bool { intent(of: text) == .speaking }

    /// It was understood as something else, but its sound is that of a command.
    ///
    /// - Parameter likelihoods: Of ``choices``.
    func isCommand(_ text: String, likelihoods: [Double]?) -> Bool {
        let intent = intent(of: text)
        // "Yeah, sure" is one of countless pairs that no grammar lists.
        guard intent == .unclear || text.isEmpty else { return false }
        guard let likelihoods, likelihoods.count == 2, likelihoods[0].isFinite else { return false }
        return likelihoods[0] - likelihoods[1] > (intent == .unclear ? Self.evident : Self.certain)
    }

    /// What a short word over the avatar's speech is weighed between: commands that stop her, and what listeners say.
    var choices: [[String]] {
        BackChannelWords.phrases[base ?? "en"].map { [$0.commands, $0.listening] } ?? []
    }

    /// By so much the command must explain the sound better, as natural logarithms: where the recogniser understood
    /// something else, and where it understood nothing. "Stop" of four English voices was at 85…290;
    /// hums, "uh-huh" and laughter were at up to 90, words of listeners that are not listed seldom above.
    private static let (evident, certain) = (100.0, 150.0)

    private func intent(of text: String) -> Intent { Intent(text, words: words, stops: stops) }
}
