/// Reads the words after a command's name by that command's declaration.
///
/// Options may stand anywhere and are written `--name VALUE` or `--name=VALUE`; after `--` every word is an operand.
/// A value is taken as it is, so it may begin with a dash.
enum ArgumentScanner {
    /// - Returns: nil when the person asks for help.
    static func scan(_ words: [String], for command: CommandDescription) throws(UsageError) -> Arguments? {
        var arguments = Arguments()
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                arguments.operands += rest
                break
            }
            if word == "--help" || word == "-h" { return nil }
            guard word.hasPrefix("-"), word != "-" else {
                arguments.operands.append(word)
                continue
            }
            try take(word, from: &rest, for: command, into: &arguments)
        }
        try check(arguments, for: command)
        for option in command.options where arguments.values[option.name] == nil {
            arguments.values[option.name] = option.byDefault
        }
        return arguments
    }

    private static func take(
        _ word: String, from rest: inout ArraySlice<String>, for command: CommandDescription,
        into arguments: inout Arguments
    ) throws(UsageError) {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let option = command.options.first(where: { "--\($0.name)" == parts[0] }) else {
            let names = command.options.map { "--\($0.name)" } + ["--help"]
            throw .unknownOption(typed: parts[0], suggestion: Spelling.nearest(to: parts[0], among: names))
        }
        guard arguments.values[option.name] == nil, !arguments.flags.contains(option.name) else {
            throw .repeated(option: option.name)
        }
        guard let placeholder = option.value else {
            if parts.count > 1 { throw .unexpectedValue(option: option.name) }
            arguments.flags.insert(option.name)
            return
        }
        guard let value = parts.count > 1 ? parts[1] : rest.popFirst(), !value.isEmpty else {
            throw .missingValue(option: option.name, value: placeholder)
        }
        if !option.choices.isEmpty && !option.choices.contains(value) {
            let wanted = "one of " + option.choices.joined(separator: ", ")
            throw .badValue(option: option.name, value: value, wanted: wanted)
        }
        arguments.values[option.name] = value
    }

    private static func check(_ arguments: Arguments, for command: CommandDescription) throws(UsageError) {
        if arguments.operands.count > command.operands.count, command.operands.last?.isRepeated != true {
            throw .extraOperand(arguments.operands[command.operands.count])
        }
        if arguments.operands.count < command.operands.count {
            throw .missingOperand(command.operands[arguments.operands.count].name)
        }
        func given(_ names: [String]) -> Int {
            names.count { arguments.values[$0] != nil || arguments.flags.contains($0) }
        }
        for option in command.options where option.isRequired && given([option.name]) == 0 {
            throw .missingOption(option.name)
        }
        for group in command.exactlyOneOf where given(group) != 1 { throw .exactlyOne(group) }
        for group in command.atMostOneOf where given(group) > 1 { throw .atMostOne(group) }
    }
}
