/// Server-sent events (WHATWG HTML §9.2.6) out of bytes that come in pieces cut anywhere.
///
/// More tolerant than the clause where servers of models differ from it: the last event counts even when no blank line
/// follows it (llama.cpp after `[DONE]`), and a line `error: {…}` is an event of that name (llama.cpp of 2025).
struct ServerSentEvents {
    struct Event: Equatable {
        /// Empty without an `event` line.
        var name = ""
        /// Its `data` lines, joined by line feeds.
        var data = ""
    }

    /// One line, or the data of one event, is longer than is taken.
    struct TooLong: Error, Equatable {}

    /// Bytes of one event.
    let limit: Int
    private var line: [UInt8] = []
    private var lines: [String] = []
    private var name = ""
    private var size = 0
    private var isAfterReturn = false
    private var isFirstLine = true

    init(limit: Int = 1 << 20) { self.limit = limit }

    /// The events that are complete now.
    mutating func push(_ bytes: some Sequence<UInt8>) throws(TooLong) -> [Event] {
        var events: [Event] = []
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\n") where isAfterReturn: isAfterReturn = false
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                isAfterReturn = byte == UInt8(ascii: "\r")
                if let event = endLine() { events.append(event) }
            default:
                isAfterReturn = false
                line.append(byte)
                size += 1
                guard size <= limit else { throw TooLong() }
            }
        }
        return events
    }

    /// The bytes are over: what was begun counts as an event.
    mutating func finish() -> [Event] {
        let last = line.isEmpty ? nil : endLine()
        return [last, endEvent()].compactMap(\.self)
    }

    private mutating func endLine() -> Event? {
        defer { line.removeAll(keepingCapacity: true) }
        if isFirstLine {
            isFirstLine = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        }
        guard !line.isEmpty else { return endEvent() }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        let field = line[..<colon]
        var value = line[colon...].dropFirst()
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        // Decoded line by line: no character is ever cut.
        if field.elementsEqual("data".utf8) {
            lines.append(String(decoding: value, as: UTF8.self))
        } else if field.elementsEqual("event".utf8) {
            name = String(decoding: value, as: UTF8.self)
        } else if field.elementsEqual("error".utf8) {
            name = "error"
            lines.append(String(decoding: value, as: UTF8.self))
        } else {
            size -= line.count
        }
        return nil
    }

    private mutating func endEvent() -> Event? {
        defer {
            lines.removeAll()
            name = ""
            size = 0
        }
        return lines.isEmpty ? nil : Event(name: name, data: lines.joined(separator: "\n"))
    }
}
