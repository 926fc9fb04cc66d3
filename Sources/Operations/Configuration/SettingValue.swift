/// A value as configuration files write it.
package enum SettingValue: Equatable, Sendable {
    case integer(Int)
    case flag(Bool)
    case text(String)
    case list([String])

    /// As a configuration file has it.
    package var literal: String {
        switch self {
        case .integer(let number): "\(number)"
        case .flag(let flag): "\(flag)"
        case .text(let text): Self.quoted(text)
        case .list(let texts): "[" + texts.map(Self.quoted).joined(separator: ", ") + "]"
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 32:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
