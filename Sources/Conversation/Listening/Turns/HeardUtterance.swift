/// What is known of speech under way. Times are frames of 20 ms since the ear began.
struct HeardUtterance: Equatable, Sendable {
    /// First and last frame with speech.
    var onset: Int
    var lastSpeech: Int
    /// The frame whose samples were the recogniser's first.
    var firstFed: Int
    var speechFrames = 0
    var voicedFrames = 0
    /// It began while the avatar spoke.
    var isOverAvatar: Bool
    var text = ""
    /// The text before it.
    var textBefore = ""
    var logEnd: Double?
    /// Its full stops and question marks mean nothing.
    var closesAlways = false
    /// See ``RecognisedText/confidence``.
    var confidence: Double?
    /// The frame up to which `text` tells what was said; nil while the recogniser has not said so.
    var covered: Int?
    /// When `text` last became another.
    var textChanged: Int
    /// The recogniser gives partial texts.
    var hasPartials = false

    /// Whether `text` lacks no more than what recognisers that hear in passes leave out: 600 ms.
    var isTextRecent: Bool { covered.map { $0 + 30 > lastSpeech } ?? hasPartials }

    /// Whether all that was said is in `text`.
    var isTextCurrent: Bool { covered.map { $0 > lastSpeech } ?? hasPartials }
}
