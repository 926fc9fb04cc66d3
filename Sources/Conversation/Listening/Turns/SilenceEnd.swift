/// Silence alone ends the turn: for recognisers that say nothing before the end.
struct SilenceEnd: TurnEnd {
    let usual: Int

    init(_ settings: EarSettings) { usual = settings.frames(settings.usualSilence) }

    func patience(_ utterance: HeardUtterance) -> Int? { usual }
}
