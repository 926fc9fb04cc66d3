/// What was heard of one utterance, kept until its text is there.
struct UtteranceSound {
    /// Hz, of ``Transcription/feed(_:)``.
    static let rate = 16_000
    /// 60 s; what follows is ignored.
    static let most = 60 * rate

    private(set) var samples: [Int16] = []

    mutating func append(_ more: [Int16]) { samples += more.prefix(Self.most - samples.count) }
}
