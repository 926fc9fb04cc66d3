/// Reads one line of a configuration file.
struct LineScanner {
    enum Statement: Equatable {
        case nothing
        case section(String)
        case assignment(String, SettingValue)
    }

    private var rest: Substring
    private let path: String
    private let line: Int

    init(_ text: some StringProtocol, path: String, line: Int) {
        rest = Substring(text)
        self.path = path
        self.line = line
    }

    mutating func statement() throws(ConfigurationError) -> Statement {
        skipSpace()
        guard let first = rest.first, first != "#" else { return .nothing }
        if first == "[" {
            rest.removeFirst()
            let name = try word("a section's name")
            try expect("]")
            try expectEnd()
            return .section(name)
        }
        let name = try word("a setting's name")
        skipSpace()
        try expect("=")
        skipSpace()
        let value = try value()
        try expectEnd()
        return .assignment(name, value)
    }

    private mutating func value() throws(ConfigurationError) -> SettingValue {
        switch rest.first {
        case "\"": return .text(try string())
        case "[": return .list(try list())
        default:
            let literal = String(rest.prefix { !$0.isWhitespace && $0 != "#" && $0 != "," && $0 != "]" })
            rest.removeFirst(literal.count)
            switch literal {
            case "true": return .flag(true)
            case "false": return .flag(false)
            case "": throw error("the value is missing")
            default:
                // TOML allows 1_000, but neither +1 nor 007 here.
                let digits = literal.filter { $0 != "_" }
                guard literal.wholeMatch(of: /-?(0|[1-9](_?[0-9])*)/) != nil, let number = Int(digits) else {
                    throw error("'\(literal)' is no number; texts go in double quotes")
                }
                return .integer(number)
            }
        }
    }

    private mutating func list() throws(ConfigurationError) -> [String] {
        try expect("[")
        var texts: [String] = []
        skipSpace()
        while rest.first != "]" {
            guard rest.first == "\"" else { throw error("a list holds texts in double quotes, on one line") }
            texts.append(try string())
            skipSpace()
            if rest.first == "," {
                rest.removeFirst()
                skipSpace()
            } else if rest.first != "]" {
                throw error("a list needs ',' between its texts and ']' at its end")
            }
        }
        try expect("]")
        return texts
    }

    private mutating func string() throws(ConfigurationError) -> String {
        try expect("\"")
        var text = ""
        while let character = rest.popFirst() {
            switch character {
            case "\"": return text
            case "\\": text += try escape()
            case _ where character.unicodeScalars.contains { $0.value < 32 && $0 != "\t" || $0.value == 127 }:
                throw error("a text holds a control character; write it as \\uXXXX")
            default: text.append(character)
            }
        }
        throw error("a text has no closing quote")
    }

    private mutating func escape() throws(ConfigurationError) -> String {
        switch rest.popFirst() {
        case "\"": return "\""
        case "\\": return "\\"
        case "n": return "\n"
        case "t": return "\t"
        case "u":
            let digits = rest.prefix(4)
            rest = rest.dropFirst(4)
            guard digits.count == 4, digits.allSatisfy(\.isHexDigit), let code = UInt32(digits, radix: 16),
                let scalar = Unicode.Scalar(code)
            else { throw error("\\u needs the four hexadecimal digits of a character") }
            return String(Character(scalar))
        default: throw error("only \\\", \\\\, \\n, \\t and \\uXXXX may follow a backslash")
        }
    }

    private mutating func word(_ what: String) throws(ConfigurationError) -> String {
        let word = String(
            rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" || $0 == ".") })
        guard !word.isEmpty else { throw error("\(what) is missing") }
        rest.removeFirst(word.count)
        return word
    }

    private mutating func skipSpace() { rest = rest.drop { $0 == " " || $0 == "\t" } }

    private mutating func expect(_ character: Character) throws(ConfigurationError) {
        guard rest.first == character else { throw error("'\(character)' is missing") }
        rest.removeFirst()
    }

    private mutating func expectEnd() throws(ConfigurationError) {
        skipSpace()
        guard rest.isEmpty || rest.first == "#" else { throw error("'\(rest.prefix(20))' does not belong here") }
    }

    private func error(_ reason: String) -> ConfigurationError { .syntax(path: path, line: line, reason: reason) }
}
