/// Takes out what a model thinks aloud between `<think>` and `</think>`, of text that comes in fragments cut anywhere.
///
/// DeepSeek, Qwen and others write so when their server has no parser for it; servers that have one send it as
/// `reasoning_content` or `reasoning`, which nobody reads here. A closing tag without an opening one (templates that put
/// the opening tag into the prompt) is taken out by itself.
struct ThoughtFilter {
    private static let opening = ["<think>", "<thinking>", "<thought>"]
    private static let closing = ["</think>", "</thinking>", "</thought>"]

    private var held = ""
    private var isThinking = false

    /// What of `fragment`, and of what was held back before it, can be said.
    mutating func push(_ fragment: String) -> String {
        held += fragment
        var said = ""
        while let start = held.firstIndex(of: "<") {
            if !isThinking { said += held[..<start] }
            held.removeSubrange(..<start)
            if let tag = Self.opening.first(where: held.hasPrefix) {
                isThinking = true
                held.removeFirst(tag.count)
            } else if let tag = Self.closing.first(where: held.hasPrefix) {
                isThinking = false
                held.removeFirst(tag.count)
            } else if (Self.opening + Self.closing).contains(where: { $0.hasPrefix(held) }) {
                return said
            } else {
                if !isThinking { said += "<" }
                held.removeFirst()
            }
        }
        if !isThinking { said += held }
        held = ""
        return said
    }

    /// What was held back as the possible beginning of a tag.
    mutating func finish() -> String {
        defer { held = "" }
        return isThinking ? "" : held
    }
}
