/// What speech under way is.
enum StartVerdict: Equatable, Sendable {
    case undecided
    /// Perhaps a turn: the avatar may be held or lowered.
    case possible
    case turn
    /// Over, and too little for a turn.
    case nothing
    /// Over, and its words decide.
    case ask
}

/// Says whether speech under way begins a turn. Asked at every frame until it has decided.
protocol TurnStart: Sendable {
    func verdict(_ utterance: HeardUtterance, now: Int) -> StartVerdict
}
