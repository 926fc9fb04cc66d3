/// Why a recording could not be aligned with its text.
package enum AlignmentError: Error, Equatable, CustomStringConvertible {
    /// A file of the English recognition model is not where Debian's package puts it.
    case modelMissing(file: String)
    /// The recognition library refused its own model or grammar.
    case recogniserFailed(reason: String)
    /// Less audio than the shortest word needs.
    case audioTooShort(seconds: Double)
    /// More audio than one call takes.
    case audioTooLong(seconds: Double, limit: Double)
    /// Nothing in the recording stands out from its own background.
    case silence
    /// The transcript holds no word that can be spoken.
    case emptyTranscript
    case transcriptTooLong(characters: Int, limit: Int)
    /// The words cannot be found in the audio: another text, another language, or no speech.
    case transcriptDoesNotMatch
    /// No word could be recognised in the audio.
    case nothingRecognised
    case cancelled

    package var description: String {
        switch self {
        case .modelMissing(let file):
            "The English speech model is missing (\(file)); install it with: apt-get install pocketsphinx-en-us"
        case .recogniserFailed(let reason): "The speech recogniser failed: \(reason)."
        case .audioTooShort(let seconds):
            "The audio is too short to align (\(seconds.formatted) s); give at least 0.3 s."
        case .audioTooLong(let seconds, let limit):
            "The audio is too long to align at once (\(seconds.formatted) s); give at most \(limit.formatted) s."
        case .silence: "The audio holds no speech; check the microphone and the chosen part of the recording."
        case .emptyTranscript: "The transcript holds no words; write down what is said in the recording."
        case .transcriptTooLong(let characters, let limit):
            "The transcript is too long (\(characters) characters); give at most \(limit)."
        case .transcriptDoesNotMatch:
            "The transcript does not fit the recording; check that it is the text that is spoken, in English,"
                + " or name the language."
        case .nothingRecognised: "No English words could be recognised in the audio; give a transcript."
        case .cancelled: "The alignment was cancelled."
        }
    }
}

extension Double {
    /// One decimal, for a person to read.
    fileprivate var formatted: String { "\((self * 10).rounded() / 10)" }
}
