extension Configuration {
    /// As a configuration file that gives this configuration again, but for secrets, which are hidden.
    package var text: String {
        var lines: [String] = []
        var section = ""
        for setting in Self.settings {
            if setting.section != section {
                section = setting.section
                lines += (lines.isEmpty ? [] : [""]) + ["[\(section)]"]
            }
            let value = setting.read(self)
            let isHidden = setting.isSecret && value != .text("")
            lines.append(isHidden ? "# \(setting.name) is set, and hidden here" : "\(setting.name) = \(value.literal)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The reference of all settings as Markdown: one table per section.
    package static var reference: String {
        let defaults = Configuration()
        var lines: [String] = []
        var section = ""
        for setting in settings {
            if setting.section != section {
                section = setting.section
                lines += (lines.isEmpty ? [] : [""]) + ["### `[\(section)]`", ""]
                lines += ["| setting | default | takes | environment | option |", "|---|---|---|---|---|"]
            }
            let option = setting.option.map { "`--\($0)`" } ?? ""
            let name = "`\(setting.name)`<br>\(setting.help)"
            let cells = [
                name, "`\(setting.read(defaults).literal)`", setting.allowed, "`\(setting.environment)`", option,
            ]
            lines.append("| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
