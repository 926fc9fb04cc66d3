/// Silence ends the turn: soon after a complete text, late after an unfinished one, and in between the sooner the
/// likelier the recogniser's language model holds an end. Words that the recogniser is not sure of wait longer.
struct CompletenessEnd: TurnEnd {
    let shortest: Int
    let usual: Int
    let longest: Int
    /// BCP 47.
    let language: String?

    /// Natural logarithms of the probability that nothing follows, between which the silence becomes shorter: of 237
    /// utterances of seven voices, the built-in recogniser gave half a likelier end, and nearly all that went on after
    /// a pause an unlikelier one.
    private static let (unlikely, likely) = (-2.5, -1.4)
    /// No complete text of these had an end less likely than −2.9: such a one is misheard.
    private static let misheard = -3.5
    /// Confidence between which the silence becomes shorter. Of 130 utterances of five voices nineteen in twenty that were
    /// right were above the second, and every second half sentence that was misheard was below it.
    private static let (unsure, sure) = (-0.6, -0.3)
    /// Of the way from the shortest silence to the usual one, where the end is likely.
    private static let part = 0.18
    /// Frames without another text before an end that is only likely is believed: 300 ms.
    private static let settled = 15
    /// Frames of silence after which a text is thought about: 100 ms where an end is likely, 160 ms where it may be,
    /// 500 ms where it is not.
    private static let foresight = (likely: 5, open: 8, unfinished: 25)

    init(_ settings: EarSettings, language: String?) {
        shortest = settings.frames(settings.shortestSilence)
        usual = max(settings.frames(settings.usualSilence), shortest)
        longest = max(settings.frames(settings.longestSilence), usual)
        self.language = language
    }

    func foresight(_ utterance: HeardUtterance) -> Int? {
        switch completeness(of: utterance) {
        case .complete: Self.foresight.likely
        case .open: (utterance.logEnd ?? Self.unlikely) > Self.unlikely ? Self.foresight.likely : Self.foresight.open
        case .unfinished: Self.foresight.unfinished
        }
    }

    func patience(_ utterance: HeardUtterance) -> Int? {
        guard utterance.hasPartials, utterance.isTextCurrent else { return usual }
        let completeness = completeness(of: utterance)
        if let confidence = utterance.confidence, completeness != .unfinished {
            let doubt = min(max((Self.sure - confidence) / (Self.sure - Self.unsure), 0), 1)
            let doubting = shortest + Int((Double(usual - shortest) * doubt).rounded())
            return completeness == .complete ? doubting : max(doubting, min(patience(logEnd: utterance.logEnd), usual))
        }
        switch completeness {
        case .unfinished: return longest
        case .complete where (utterance.logEnd ?? 0) >= Self.misheard: return shortest
        case .complete, .open:
            let settled = utterance.textChanged - utterance.lastSpeech + Self.settled
            return min(max(patience(logEnd: utterance.logEnd), settled), usual)
        }
    }

    private func completeness(of utterance: HeardUtterance) -> Completeness {
        Completeness(
            of: utterance.text, language: language, logEnd: utterance.logEnd, isPunctuated: !utterance.closesAlways)
    }

    private func patience(logEnd: Double?) -> Int {
        guard let logEnd else { return usual }
        let likelihood = min(max((logEnd - Self.unlikely) / (Self.likely - Self.unlikely), 0), 1)
        return usual - Int((Double(usual - shortest) * (1 - Self.part) * likelihood).rounded())
    }
}
