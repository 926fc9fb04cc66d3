/// What the person typed after the command's name, already checked against its declaration.
package struct Arguments: Equatable, Sendable {
    package var operands: [String]
    package var values: [String: String]
    package var flags: Set<String>

    package init(operands: [String] = [], values: [String: String] = [:], flags: Set<String> = []) {
        self.operands = operands
        self.values = values
        self.flags = flags
    }

    /// The option's value, or its declared default.
    package func value(_ name: String) -> String? { values[name] }

    package func has(_ flag: String) -> Bool { flags.contains(flag) }

    /// - Throws: `UsageError.badValue` when the value is no whole number within `range`.
    package func integer(_ name: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
        guard let text = values[name] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw .badValue(
                option: name, value: text, wanted: "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// - Throws: `UsageError.badValue` when the value is no number within `range`.
    package func number(_ name: String, in range: ClosedRange<Double>) throws(UsageError) -> Double? {
        guard let text = values[name] else { return nil }
        guard let number = Double(text), range.contains(number) else {
            let wanted = "a number from \(range.lowerBound) to \(range.upperBound)"
            throw .badValue(option: name, value: text, wanted: wanted)
        }
        return number
    }
}

/// Why a command line was refused. The description is one sentence for the person who typed it.
package enum UsageError: Error, Equatable, CustomStringConvertible {
    case unknownCommand(typed: String, suggestion: String?)
    case unknownOption(typed: String, suggestion: String?)
    case missingValue(option: String, value: String)
    case unexpectedValue(option: String)
    case badValue(option: String, value: String, wanted: String)
    case repeated(option: String)
    case missingOption(String)
    case missingOperand(String)
    case extraOperand(String)
    case exactlyOne([String])
    case atMostOne([String])

    package var description: String {
        switch self {
        case .unknownCommand(let typed, let suggestion):
            "there is no command '\(typed)'" + Self.hint(suggestion)
        case .unknownOption(let typed, let suggestion):
            "there is no option '\(typed)'" + Self.hint(suggestion)
        case .missingValue(let option, let value): "--\(option) needs a value: --\(option) \(value)"
        case .unexpectedValue(let option): "--\(option) takes no value"
        case .badValue(let option, let value, let wanted): "--\(option) must be \(wanted), not '\(value)'"
        case .repeated(let option): "--\(option) is given twice"
        case .missingOption(let option): "--\(option) is missing"
        case .missingOperand(let name): "\(name) is missing"
        case .extraOperand(let typed): "'\(typed)' is one word too many; put text with spaces in quotes"
        case .exactlyOne(let options): "give exactly one of " + Self.list(options)
        case .atMostOne(let options): "give at most one of " + Self.list(options)
        }
    }

    private static func hint(_ suggestion: String?) -> String { suggestion.map { "; did you mean '\($0)'?" } ?? "" }

    private static func list(_ options: [String]) -> String {
        options.map { "--\($0)" }.joined(separator: ", ")
    }
}
