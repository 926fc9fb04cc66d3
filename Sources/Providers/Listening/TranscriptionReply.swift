internal import Core
internal import Speech

/// A reply of `/audio/transcriptions` out of its bytes: one JSON object, plain text, or events. Pure.
///
/// Events are OpenAI's (`transcript.text.delta`, `transcript.text.done`), or one object with `text` for each segment, as
/// other servers stream.
struct TranscriptionReply {
    private static let mostBytes = 1 << 20

    private let isEvents: Bool
    private let isPlainText: Bool
    private var body: [UInt8] = []
    private var events = ServerSentEvents()
    private var text = ""
    private var final: String?
    private var hasDeltas = false
    private var hasSegments = false

    /// - Parameter contentType: Of the response.
    init(contentType: String?) {
        let type = contentType?.lowercased() ?? ""
        isEvents = type.hasPrefix("text/event-stream")
        isPlainText = type.hasPrefix("text/plain")
    }

    /// Partial texts, each replacing the one before.
    mutating func push(_ bytes: [UInt8]) throws(ProviderError.Fault) -> [RecognisedText] {
        guard isEvents else {
            body += bytes
            guard body.count <= Self.mostBytes else { throw .tooLarge }
            return []
        }
        let complete: [ServerSentEvents.Event]
        do throws(ServerSentEvents.TooLong) { complete = try events.push(bytes) } catch { throw .tooLarge }
        return try read(complete)
    }

    /// The whole text; empty when there were no words.
    mutating func finish() throws(ProviderError.Fault) -> String {
        if isEvents {
            _ = try read(events.finish())
            if let final { return final }
            guard hasSegments && !hasDeltas else { throw .cut }
            return text
        }
        if let json = JSON(body), json.isObject {
            if let fault = ProviderError.Fault(errorIn: json) { throw fault }
            guard let text = json["text"].string else { throw .garbage(detail: "JSON without a text") }
            return Self.trimmed(text)
        }
        guard isPlainText, let text = String(validating: body, as: UTF8.self) else {
            throw .garbage(detail: "neither JSON nor text")
        }
        return Self.trimmed(text)
    }

    private mutating func read(_ events: [ServerSentEvents.Event]) throws(ProviderError.Fault) -> [RecognisedText] {
        var partials: [RecognisedText] = []
        for event in events where final == nil && !event.data.hasPrefix("[DONE]") {
            guard let json = JSON(event.data), json.isObject else {
                throw .garbage(detail: "an event that is not JSON")
            }
            if let fault = ProviderError.Fault(errorIn: json) { throw fault }
            switch json["type"].string {
            case "transcript.text.delta":
                hasDeltas = true
                text += json["delta"].string ?? ""
            case "transcript.text.done": final = Self.trimmed(json["text"].string ?? text)
            case "transcript.text.segment", nil:
                hasSegments = true
                let segment = Self.trimmed(json["text"].string ?? "")
                text += text.isEmpty || segment.isEmpty ? segment : " " + segment
            default: continue
            }
            let partial = Self.trimmed(text)
            if final == nil && !partial.isEmpty { partials.append(RecognisedText(text: partial, isFinal: false)) }
        }
        return partials
    }

    private static func trimmed(_ text: String) -> String {
        let rest = text.drop(while: \.isWhitespace)
        return String(rest.prefix(rest.count - rest.reversed().prefix(while: \.isWhitespace).count))
    }
}
