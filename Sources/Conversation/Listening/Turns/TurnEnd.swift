/// Says how long a silence must be to end a turn.
protocol TurnEnd: Sendable {
    /// - Returns: Frames of silence; nil when no silence ends it.
    func patience(_ utterance: HeardUtterance) -> Int?
    /// - Returns: Frames of silence after which the answer may be thought about already, though the visitor may go on;
    ///   nil when that is not worth it.
    func foresight(_ utterance: HeardUtterance) -> Int?
}

extension TurnEnd {
    func foresight(_ utterance: HeardUtterance) -> Int? { nil }
}

extension EarSettings {
    /// 0.2…5 s as frames.
    func frames(_ seconds: Double) -> Int { Int(min(max(seconds, 0.2), 5) * Double(SoundFrame.perSecond)) }
}
