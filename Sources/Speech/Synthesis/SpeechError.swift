/// Why a text could not be spoken.
package enum SpeechError: Error, Equatable, CustomStringConvertible {
    /// Empty text, or nothing in it that has a sound (emoji, symbols, control characters alone).
    case nothingSpeakable
    case textTooLong(characters: Int, limit: Int)
    case unknownVoice(id: String)
    case speedOutOfRange(Double)
    case pitchOutOfRange(Double)
    /// The engine gave no audio; `text` is the clause it was given.
    case synthesisFailed(text: String)
    /// The engine cannot run here at all.
    case engineMissing(reason: String)
    /// The engine's process ended twice over one clause, or hung.
    case engineFailed(reason: String)
    /// As many clauses as an engine takes are waiting for it already.
    case engineBusy(waiting: Int)

    package var description: String {
        switch self {
        case .nothingSpeakable:
            "The text holds nothing that can be spoken; write at least one word or number."
        case .textTooLong(let characters, let limit):
            "The text has \(characters) characters, at most \(limit) can be spoken at once; split it."
        case .unknownVoice(let id):
            "There is no voice \"\(id.prefix(60))\"; `visavis voices` lists those there are."
        case .speedOutOfRange(let speed):
            "The speed \(speed) is out of range; choose 0.5 to 2, where 1 is the voice's own."
        case .pitchOutOfRange(let pitch):
            "The pitch \(pitch) is out of range; choose -12 to 12 semitones, where 0 is the voice's own."
        case .synthesisFailed(let text):
            "The voice could not speak \"\(text.prefix(40))\"; rephrase that part."
        case .engineMissing(let reason):
            "The voices of espeak-ng cannot be used: \(reason)."
        case .engineFailed(let reason):
            "The voice stopped while it spoke: \(reason); try again, or rephrase the text."
        case .engineBusy(let waiting):
            "\(waiting) texts are waiting for the voices already; try again in a moment."
        }
    }
}
