internal import Conversation
internal import Core

/// A reply of `/chat/completions` out of its bytes, which come in pieces cut anywhere. Pure.
///
/// Usually events with a `delta` each, ended by `[DONE]`; servers that know no streaming answer with one JSON object,
/// which is told by its first byte. A stream is complete with `[DONE]` or a `finish_reason`, else it was cut.
struct ChatReply {
    private enum Shape { case unknown, events, object }

    /// Bytes of a reply that is one object.
    private static let mostBytes = 4 << 20

    private var shape = Shape.unknown
    private var events = ServerSentEvents()
    private var object: [UInt8] = []
    private var thoughts = ThoughtFilter()
    private var calls = ToolCallAssembly()
    private var isReadable = false
    private(set) var isComplete = false

    /// - Parameter parts: Gets what `bytes` bring, also when an error follows it.
    mutating func push(_ bytes: [UInt8], into parts: inout [ChatPart]) throws(ProviderError.Fault) {
        var bytes = bytes[...]
        if shape == .unknown {
            let blanks: Set<UInt8> = [9, 10, 13, 32, 0xEF, 0xBB, 0xBF]
            bytes = bytes.drop { blanks.contains($0) }
            guard let first = bytes.first else { return }
            shape = first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? .object : .events
        }
        if shape == .object {
            object += bytes
            guard object.count <= Self.mostBytes else { throw .tooLarge }
            return
        }
        let complete: [ServerSentEvents.Event]
        do throws(ServerSentEvents.TooLong) { complete = try events.push(bytes) } catch { throw .tooLarge }
        try read(complete, into: &parts)
    }

    /// The body is over.
    mutating func finish(into parts: inout [ChatPart]) throws(ProviderError.Fault) {
        switch shape {
        case .unknown: throw .empty
        case .object:
            guard let json = JSON(object) else { throw .garbage(detail: "neither events nor JSON") }
            try read(json, into: &parts)
            guard isReadable else { throw .garbage(detail: "JSON without choices") }
            isComplete = true
        case .events:
            try read(events.finish(), into: &parts)
            guard isReadable else { throw .garbage(detail: "no event of a chat") }
        }
        let rest = thoughts.finish()
        if !rest.isEmpty { parts.append(.text(rest)) }
        guard isComplete else { throw .cut }
        if !calls.calls.isEmpty { parts.append(.toolCalls(calls.calls)) }
    }

    private mutating func read(
        _ events: [ServerSentEvents.Event], into parts: inout [ChatPart]
    ) throws(ProviderError.Fault) {
        for event in events where !isComplete {
            if event.name == "error" { throw Self.fault(of: event) }
            // Some servers end events with one line feed instead of two.
            let pieces = JSON(event.data) == nil ? event.data.split(separator: "\n").map(String.init) : [event.data]
            for piece in pieces where !piece.allSatisfy(\.isWhitespace) {
                if piece.hasPrefix("[DONE]") {
                    isComplete = true
                    isReadable = true
                } else if let json = JSON(piece), json.isObject {
                    try read(json, into: &parts)
                } else {
                    throw .garbage(detail: "an event that is not JSON")
                }
            }
        }
    }

    private static func fault(of event: ServerSentEvents.Event) -> ProviderError.Fault {
        let json = JSON(event.data)
        return json.flatMap(ProviderError.Fault.init(errorIn:))
            ?? JSON("{\"error\":\(event.data)}").flatMap(ProviderError.Fault.init(errorIn:))
            ?? .serverFailed(status: 500)
    }

    /// One chunk of a stream, or a whole reply.
    private mutating func read(_ json: JSON, into parts: inout [ChatPart]) throws(ProviderError.Fault) {
        if let fault = ProviderError.Fault(errorIn: json) { throw fault }
        guard let choices = json["choices"].array else { return }
        isReadable = true
        for choice in choices where choice["index"].int ?? 0 == 0 {
            let message = choice["delta"].isNull ? choice["message"] : choice["delta"]
            let text = thoughts.push(Self.text(of: message["content"]) + (message["refusal"].string ?? ""))
            if !text.isEmpty { parts.append(.text(text)) }
            if let fragments = message["tool_calls"].array {
                do throws(ToolCallAssembly.TooLarge) { try calls.push(fragments) } catch { throw .tooLarge }
            }
            // The chunk with a reason may be followed by one with the usage alone, which nobody needs.
            if choice["finish_reason"].string?.isEmpty == false { isComplete = true }
        }
    }

    /// A string, or parts of which those with text count (Mistral's reasoning models).
    private static func text(of content: JSON) -> String {
        if let text = content.string { return text }
        return (content.array ?? []).filter { $0["type"].string == "text" }.compactMap { $0["text"].string }.joined()
    }
}
