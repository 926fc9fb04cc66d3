/// All commands of one executable: parses what was typed and writes every help page.
package struct CommandGrammar: Sendable {
    /// The executable's name.
    package var name: String
    /// One sentence for the first help page.
    package var summary: String
    package var commands: [CommandDescription]
    /// What every command may exit with; a command's own meaning of the same code wins.
    package var exitCodes: [(code: Int32, meaning: String)]

    package init(
        name: String, summary: String, commands: [CommandDescription], exitCodes: [(code: Int32, meaning: String)] = []
    ) {
        self.name = name
        self.summary = summary
        self.commands = commands
        self.exitCodes = exitCodes
    }

    /// What the person asked for.
    package enum Invocation: Equatable, Sendable {
        /// The help page of this path; the empty path is the first page.
        case help([String])
        case command([String], Arguments)
    }

    /// - Parameter words: The command line without the executable's own name.
    /// - Throws: `UsageError`, with the nearest spelling when one is close.
    package func parse(_ words: [String]) throws(UsageError) -> Invocation {
        var path: [String] = []
        for (index, word) in words.enumerated() {
            if word == "--help" || word == "-h" { return .help(path) }
            if word == "help" && path.isEmpty { return .help(try resolve(Array(words[(index + 1)...]))) }
            if word == "--version" && path.isEmpty, command(at: ["version"]) != nil {
                return .command(["version"], Arguments())
            }
            let candidates = self.words(after: path)
            guard candidates.contains(word) else {
                if word.hasPrefix("-") { throw .unknownOption(typed: word, suggestion: nil) }
                throw .unknownCommand(
                    typed: (path + [word]).joined(separator: " "),
                    suggestion: Spelling.nearest(to: word, among: candidates).map {
                        (path + [$0]).joined(separator: " ")
                    })
            }
            path.append(word)
            if let command = command(at: path) {
                let rest = Array(words[(index + 1)...])
                return try ArgumentScanner.scan(rest, for: command).map { .command(path, $0) } ?? .help(path)
            }
        }
        return .help(path)
    }

    package func command(at path: [String]) -> CommandDescription? { commands.first { $0.path == path } }

    /// The words that may follow `path`, each once, in the order of declaration.
    package func words(after path: [String]) -> [String] {
        var words: [String] = []
        for command in commands where command.path.count > path.count && command.path.starts(with: path) {
            let word = command.path[path.count]
            if !words.contains(word) { words.append(word) }
        }
        return words
    }

    private func resolve(_ path: [String]) throws(UsageError) -> [String] {
        guard commands.contains(where: { $0.path.starts(with: path) }) else {
            throw .unknownCommand(typed: path.joined(separator: " "), suggestion: nil)
        }
        return path
    }
}
