/// Only letting go ends the turn.
struct PushToTalkEnd: TurnEnd {
    func patience(_ utterance: HeardUtterance) -> Int? { nil }
}
