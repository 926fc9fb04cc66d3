/// Turns a visitor's speech into text. One per server or provider account; any thread.
package protocol SpeechRecogniser: Sendable {
    /// For people and metrics, such as "pocketsphinx (basic)".
    var name: String { get }
    /// BCP 47 base languages it understands; nil when it takes any.
    var languages: Set<String>? { get }
    /// Begins one utterance. Returns at once; what goes wrong ends ``Transcription/results``.
    func transcribe(_ request: RecognitionRequest) -> any Transcription
    /// Loads what the first visitor would have to wait for.
    func warm() async throws
}

extension SpeechRecogniser {
    package func warm() async throws {}
}

package struct RecognitionRequest: Equatable, Sendable {
    /// BCP 47; nil lets the recogniser find out.
    package var language: String?
    /// Words and names of the session's knowledge that are likely to be said, most likely first; at most 200. A
    /// recogniser that cannot use them ignores them.
    package var keywords: [String]
    /// The same number in two requests means the same speaker and microphone, so that a recogniser may go on with
    /// what it learnt of them.
    package var speaker: UInt64?

    package init(language: String? = nil, keywords: [String] = [], speaker: UInt64? = nil) {
        self.language = language
        self.keywords = keywords
        self.speaker = speaker
    }
}

/// One utterance on its way from sound to text. Any thread may call; no call blocks.
package protocol Transcription: AnyObject, Sendable {
    /// Mono, 16 kHz. At most 60 s of an utterance are kept; what follows is ignored.
    func feed(_ samples: [Int16])
    /// Speech was detected in what was fed up to this sample, counted from the first; said again whenever it goes on. Those
    /// that wait for pauses use it.
    func speechHeard(until sample: Int)
    /// The utterance is over: the final transcript follows.
    ///
    /// - Parameter choices: Groups of phrases in lower case, between which an utterance of a word or two is weighed; see
    ///   ``RecognisedText/likelihoods``. A recogniser that cannot ignores them.
    func finish(weighing choices: [[String]])
    /// Nobody wants the text any more; ``results`` finishes. Idempotent, also after ``finish()``.
    func cancel()
    /// One consumer. Partial transcripts while there are some, each replacing the one before, then exactly one final;
    /// throws ``ProviderError`` instead when there is none. A final with empty text means that no words were heard.
    var results: AsyncThrowingStream<RecognisedText, any Error> { get }
    /// How many samples the texts will cover without more being fed; nil when they do not say what they cover.
    var due: Int? { get }
}

extension Transcription {
    package func finish() { finish(weighing: []) }
    package func speechHeard(until sample: Int) {}
    package var due: Int? { nil }
}

package struct RecognisedText: Equatable, Sendable {
    package var text: String
    package var isFinal: Bool
    /// How many of the samples fed so far the text covers; nil when the recogniser does not say. A recogniser that
    /// does says so again whenever it went on, also when the text stayed the same.
    package var covers: Int?
    /// The text ends with a full stop or a question mark also where the sentence goes on: they mean nothing.
    package var closesAlways = false
    /// How sure the recogniser is of it: natural logarithm of a token's probability, on average. Nil where it does not
    /// say, and for a partial text that may become another although nothing more is said.
    package var confidence: Double?
    /// Natural logarithm of the language model's probability that nothing follows the last word; nil without one.
    package var logEndProbability: Double?
    /// Of the final text of an utterance that was weighed; see ``Transcription/finish(weighing:)``.
    package var likelihoods: PhraseLikelihoods?

    package init(text: String, isFinal: Bool, covers: Int? = nil, logEndProbability: Double? = nil) {
        self.text = text
        self.isFinal = isFinal
        self.covers = covers
        self.logEndProbability = logEndProbability
    }
}

/// How well phrases explain the sound of a short utterance. Natural logarithms of which only the differences mean
/// something; each recogniser scales them so that a difference of 1 is evident.
package struct PhraseLikelihoods: Equatable, Sendable {
    /// Of each group of phrases; `-infinity` where none could be said like that.
    package var groups: [Double]
    /// Of the text that was understood; nil from a recogniser that does not compare it.
    package var text: Double?

    package init(groups: [Double], text: Double? = nil) {
        self.groups = groups
        self.text = text
    }
}
