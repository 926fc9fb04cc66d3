extension CommandGrammar {
    /// The help page of a command, or of the group of commands that `path` begins; ends with a line break.
    package func help(for path: [String]) -> String {
        if let command = command(at: path) { return page(of: command) }
        let members = commands.filter { $0.path.starts(with: path) }
        let rows = members.map { [$0.path.dropFirst(path.count).joined(separator: " "), $0.summary] }
        let spelled = ([name] + path).joined(separator: " ")
        var lines = path.isEmpty ? [summary, ""] : []
        lines += ["Usage: \(spelled) COMMAND …", "", "Commands:"] + HelpText.columns(rows)
        lines += ["", "`\(spelled) COMMAND --help` says more about one."]
        if path.isEmpty { lines += section("Exit codes:", exitRows(of: nil)) }
        return HelpText.joined(lines)
    }

    /// `visavis avatar check FILE [--json] …`
    package func usage(of command: CommandDescription) -> String {
        var words = [name] + command.path + command.operands.map(\.spelling)
        var grouped: Set<String> = []
        for option in command.options where !grouped.contains(option.name) {
            if let group = command.exactlyOneOf.first(where: { $0.contains(option.name) }) {
                grouped.formUnion(group)
                words.append("(" + alternatives(group, of: command) + ")")
            } else if let group = command.atMostOneOf.first(where: { $0.contains(option.name) }) {
                grouped.formUnion(group)
                words.append("[" + alternatives(group, of: command) + "]")
            } else {
                words.append(option.isRequired ? option.spelling : "[\(option.spelling)]")
            }
        }
        return words.joined(separator: " ")
    }

    private func alternatives(_ group: [String], of command: CommandDescription) -> String {
        command.options.filter { group.contains($0.name) }.map(\.spelling).joined(separator: " | ")
    }

    private func page(of command: CommandDescription) -> String {
        var lines = [command.summary.prefix(1).uppercased() + command.summary.dropFirst() + ".", ""]
        lines += HelpText.wrapped("Usage: " + usage(of: command), indent: 0, hanging: 7)
        for paragraph in command.details { lines += [""] + HelpText.wrapped(paragraph, indent: 0) }
        lines += section("Operands:", command.operands.map { [$0.spelling, $0.help] })
        lines += section("Options:", command.options.map { [$0.spelling, text(of: $0)] } + [["--help", "this page"]])
        if !command.examples.isEmpty {
            lines += ["", "Examples:"]
            for example in command.examples {
                lines += ["  \(example.line)"] + HelpText.wrapped(example.meaning, indent: 6)
            }
        }
        lines += section("Exit codes:", exitRows(of: command))
        return HelpText.joined(lines)
    }

    private func section(_ title: String, _ rows: [[String]]) -> [String] {
        rows.isEmpty ? [] : ["", title] + HelpText.columns(rows)
    }

    private func exitRows(of command: CommandDescription?) -> [[String]] {
        let own = command?.exitCodes ?? []
        let shared = exitCodes.filter { entry in !own.contains { $0.code == entry.code } }
        return (own + shared).sorted { $0.code < $1.code }.map { ["\($0.code)", $0.meaning] }
    }

    private func text(of option: CommandDescription.Option) -> String {
        var text = option.help
        if !option.choices.isEmpty { text += "; one of " + option.choices.joined(separator: ", ") }
        if let byDefault = option.byDefault { text += " (default: \(byDefault))" }
        if option.isRequired { text += " (required)" }
        return text
    }
}

/// How help is laid out: 96 columns, two-column lists with a hanging right column.
enum HelpText {
    static let width = 96

    static func joined(_ lines: [String]) -> String { lines.joined(separator: "\n") + "\n" }

    static func columns(_ rows: [[String]]) -> [String] {
        let left = min(rows.map { $0[0].count }.max() ?? 0, 26)
        return rows.flatMap { row -> [String] in
            let body = wrapped(row[1], indent: left + 4)
            if row[0].count > left { return ["  " + row[0]] + body }
            let head = "  " + row[0] + String(repeating: " ", count: left - row[0].count + 2)
            return [head + body[0].dropFirst(left + 4)] + body.dropFirst()
        }
    }

    /// Breaks `text` at spaces; continuation lines are indented by `hanging` instead of `indent`.
    static func wrapped(_ text: String, indent: Int, hanging: Int? = nil) -> [String] {
        var lines: [String] = []
        var line = String(repeating: " ", count: indent)
        var isEmpty = true
        for word in text.split(separator: " ") {
            if !isEmpty && line.count + 1 + word.count > width {
                lines.append(line)
                line = String(repeating: " ", count: hanging ?? indent)
                isEmpty = true
            }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        return lines + [line]
    }
}
