internal import Conversation

/// The function calls of one reply, out of their fragments.
///
/// OpenAI numbers calls by `index` and sends arguments in pieces. Ollama has sent whole calls without `index`, or all of
/// them with index 0, and arguments as an object: a new id begins a new call whatever its index.
struct ToolCallAssembly {
    private struct Entry {
        var index: Int?
        var id: String
        var name: String
        var arguments: String
    }

    struct TooLarge: Error {}

    private static let mostCalls = 64
    private static let mostBytes = 256 * 1024

    private var entries: [Entry] = []
    private var bytes = 0

    /// - Parameter fragments: The `tool_calls` of a delta or of a whole message.
    mutating func push(_ fragments: [JSON]) throws(TooLarge) {
        for fragment in fragments {
            let function = fragment["function"]
            let id = fragment["id"].string ?? ""
            let name = function["name"].string ?? ""
            let given = function["arguments"]
            let arguments = given.string ?? (given.isNull ? "" : given.text)
            bytes += arguments.utf8.count + name.utf8.count + id.utf8.count
            guard bytes <= Self.mostBytes else { throw TooLarge() }
            if let place = place(index: fragment["index"].int, id: id, name: name) {
                // Some servers repeat id and name with every piece.
                if entries[place].name.isEmpty { entries[place].name = name }
                if entries[place].id.isEmpty { entries[place].id = id }
                entries[place].arguments += arguments
            } else {
                guard entries.count < Self.mostCalls else { throw TooLarge() }
                entries.append(Entry(index: fragment["index"].int, id: id, name: name, arguments: arguments))
            }
        }
    }

    /// The call a fragment goes on with; nil begins one.
    private func place(index: Int?, id: String, name: String) -> Int? {
        let candidate = entries.lastIndex { index == nil || $0.index == index }
        guard let candidate else { return nil }
        let entry = entries[candidate]
        if !id.isEmpty && !entry.id.isEmpty { return id == entry.id ? candidate : nil }
        // Without a number and an id, a name begins a call.
        if index == nil && id.isEmpty && !name.isEmpty { return nil }
        return candidate
    }

    /// In the order they began. What has no id gets one; what has no arguments gets `{}`.
    var calls: [ToolCall] {
        entries.enumerated().filter { !$1.name.isEmpty }.map { number, entry in
            ToolCall(
                id: entry.id.isEmpty ? "call_\(number)" : entry.id, name: entry.name,
                arguments: entry.arguments.isEmpty ? "{}" : entry.arguments)
        }
    }
}
