/// Why a text could not be spoken.
package enum SpeechError: Error, Equatable, CustomStringConvertible {
    /// Empty text, or nothing in it that has a sound (emoji, symbols, control characters alone).
    case nothingSpeakable
    case textTooLong(characters: Int, limit: Int)
    case unknownVoice(id: String, known: [String])
    case speedOutOfRange(Double)
    /// The engine gave no audio; `text` is the clause it was given.
    case synthesisFailed(text: String)

    package var description: String {
        switch self {
        case .nothingSpeakable:
            "The text holds nothing that can be spoken; write at least one word or number."
        case .textTooLong(let characters, let limit):
            "The text has \(characters) characters, at most \(limit) can be spoken at once; split it."
        case .unknownVoice(let id, let known):
            "There is no voice \"\(id)\"; choose one of \(known.joined(separator: ", "))."
        case .speedOutOfRange(let speed):
            "The speed \(speed) is out of range; choose 0.5 to 2, where 1 is the voice's own."
        case .synthesisFailed(let text):
            "The voice could not speak \"\(text.prefix(40))\"; rephrase that part."
        }
    }
}
