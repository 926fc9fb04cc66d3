/// What one command takes and says; its help page and its parser both follow from it.
package struct CommandDescription: Sendable {
    /// The words that select it, for example `["avatar", "check"]`.
    package var path: [String]
    /// One phrase in the imperative, without a full stop.
    package var summary: String
    /// Paragraphs below the usage line, without line breaks inside; empty for none.
    package var details: [String]
    package var operands: [Operand]
    package var options: [Option]
    /// Options of which the person must give exactly one per group.
    package var exactlyOneOf: [[String]]
    /// Options of which the person may give at most one per group.
    package var atMostOneOf: [[String]]
    /// Complete command lines, each with what it does.
    package var examples: [(line: String, meaning: String)]
    /// Beyond those that every command shares.
    package var exitCodes: [(code: Int32, meaning: String)]

    package init(
        _ path: [String], summary: String, details: [String] = [], operands: [Operand] = [], options: [Option] = [],
        exactlyOneOf: [[String]] = [], atMostOneOf: [[String]] = [],
        examples: [(line: String, meaning: String)] = [], exitCodes: [(code: Int32, meaning: String)] = []
    ) {
        self.path = path
        self.summary = summary
        self.details = details
        self.operands = operands
        self.options = options
        self.exactlyOneOf = exactlyOneOf
        self.atMostOneOf = atMostOneOf
        self.examples = examples
        self.exitCodes = exitCodes
    }

    /// A word that stands by itself; all are required, in this order.
    package struct Operand: Sendable {
        package var name: String
        package var help: String
        /// Whether any number of further words are of its kind; only the last operand's may be.
        package var isRepeated: Bool

        package init(_ name: String, help: String, isRepeated: Bool = false) {
            self.name = name
            self.help = help
            self.isRepeated = isRepeated
        }

        /// As help shows it: `POT` or `FILE…`.
        package var spelling: String { isRepeated ? name + "…" : name }
    }

    /// `--name` (a flag) or `--name VALUE`.
    package struct Option: Sendable {
        /// Without the dashes.
        package var name: String
        /// What the value is called in help, such as `FILE`; nil makes it a flag.
        package var value: String?
        package var help: String
        /// Shown in help and given by ``Arguments/value(_:)`` when the option is absent.
        package var byDefault: String?
        /// The only values accepted; empty accepts any.
        package var choices: [String]
        package var isRequired: Bool

        package static func flag(_ name: String, help: String) -> Option {
            Option(name: name, value: nil, help: help, byDefault: nil, choices: [], isRequired: false)
        }

        package static func value(
            _ name: String, _ value: String, help: String, byDefault: String? = nil, choices: [String] = [],
            isRequired: Bool = false
        ) -> Option {
            Option(
                name: name, value: value, help: help, byDefault: byDefault, choices: choices, isRequired: isRequired)
        }

        /// As typed: `--name` or `--name VALUE`.
        package var spelling: String { value.map { "--\(name) \($0)" } ?? "--\(name)" }
    }
}
