internal import Core
internal import Speech

/// The text of one utterance out of Deepgram's messages. Pure.
///
/// A message with `is_final` settles a stretch of sound; without, it is a guess at the stretch under way. Settled
/// stretches are joined. `speech_final` is Deepgram's own idea of a turn's end, which is decided elsewhere here.
struct DeepgramTranscript {
    private var settled: [String] = []
    private var guess = ""
    /// All sound that was sent is settled.
    private(set) var isComplete = false

    var text: String { (settled + [guess]).filter { !$0.isEmpty }.joined(separator: " ") }

    /// - Parameter isLast: All sound was sent, and that it is to be settled.
    /// - Returns: The text so far, when it changed.
    mutating func read(_ message: String, isLast: Bool) throws(ProviderError.Fault) -> RecognisedText? {
        guard let json = JSON(message), json.isObject else { throw .garbage(detail: "a message that is not JSON") }
        switch json["type"].string {
        case "Results":
            let before = text
            let words = json["channel"]["alternatives"].array?.first?["transcript"].string ?? ""
            if json["is_final"].bool == true {
                if !words.isEmpty { settled.append(words) }
                guess = ""
            } else {
                guess = words
            }
            if isLast && json["from_finalize"].bool == true { isComplete = true }
            return text == before ? nil : RecognisedText(text: text, isFinal: false)
        case "Metadata":
            // The last message before the connection is closed; some servers send one at the beginning too.
            if isLast { isComplete = true }
            return nil
        case "Error":
            throw ProviderError.Fault(errorIn: JSON("{\"error\":\(message)}") ?? json) ?? .serverFailed(status: 500)
        case nil: throw .garbage(detail: "a message without a type")
        default: return nil
        }
    }

    /// What the end of a connection means.
    /// - Parameters:
    ///   - code: Of the close frame (RFC 6455 §7.4); nil when the connection was cut.
    mutating func close(code: Int?, reason: String, isLast: Bool) throws(ProviderError.Fault) {
        if isLast && (code == 1000 || code == 1005) {
            isComplete = true
            return
        }
        // DATA-0000: "cannot be decoded as audio"; NET-0001: no sound came in time.
        if reason.contains("DATA-0000") || code == 1008 { throw .rejected(status: 400) }
        throw .cut
    }
}
