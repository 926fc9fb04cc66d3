/// About how many tokens a text is: good enough to keep a prompt within its budget, whatever the model's own tokeniser.
enum TokenEstimate {
    /// Four letters of a Latin script a token, two of other alphabets, one of Chinese, Japanese and Korean, two tokens for
    /// what lies beyond the basic plane (emoji, rare ideographs). Rule of thumb of OpenAI's and others' tokenisers, kept
    /// on the high side for scripts they split finely.
    static func tokens(in text: String) -> Int {
        let sum = text.unicodeScalars.reduce(0) { $0 + quarters(of: $1) }
        return (sum + 3) / 4
    }

    private static func quarters(of scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0..<0x0250: 1
        case 0x1100..<0x1200, 0x2E80..<0xA4D0, 0xAC00..<0xD7B0, 0xF900..<0xFB00, 0xFF00..<0xFFF0: 4
        case 0x10000...: 8
        default: 2
        }
    }

    /// What a message costs beside its text: role and separators.
    static let perMessage = 4
}
