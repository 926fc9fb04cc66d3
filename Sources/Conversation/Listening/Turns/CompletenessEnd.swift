/// Silence ends the turn: soon after a complete text, late after an unfinished one.
struct CompletenessEnd: TurnEnd {
    let shortest: Int
    let usual: Int
    let longest: Int
    /// BCP 47.
    let language: String?

    init(_ settings: EarSettings, language: String?) {
        shortest = settings.frames(settings.shortestSilence)
        usual = max(settings.frames(settings.usualSilence), shortest)
        longest = max(settings.frames(settings.longestSilence), usual)
        self.language = language
    }

    func patience(_ utterance: HeardUtterance) -> Int? {
        guard utterance.hasPartials, utterance.isTextCurrent else { return usual }
        return switch Completeness(of: utterance.text, language: language, logEnd: utterance.logEnd) {
        case .complete: shortest
        case .open: usual
        case .unfinished: longest
        }
    }
}
