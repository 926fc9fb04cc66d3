/// How an error reads: one line, without control characters, whatever a library or a file name put into it.
enum ErrorText {
    static func line(for error: any Error) -> String {
        let text = error is CancellationError ? "stopped" : "\(error)"
        return oneLine(text)
    }

    /// Line breaks and tabs become spaces and other control characters vanish; cut at 500 characters.
    static func oneLine(_ text: String) -> String {
        let words = text.split { $0.isWhitespace || $0.isNewline }
        let plain = words.joined(separator: " ").unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }
        return String(String(String.UnicodeScalarView(plain)).prefix(500))
    }
}
