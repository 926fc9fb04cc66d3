internal import CommandLineInterface

/// The executable: which commands there are, and the way from a command line to an exit code.
enum Visavis {
    static let version = "0.1.0"

    /// In the order of the help page.
    static let commands: [any Command.Type] = [
        ServeCommand.self,
        DoctorCommand.self,
        KeyCreateCommand.self,
        KeyListCommand.self,
        KeyRevokeCommand.self,
        KnowledgeAddCommand.self,
        KnowledgeListCommand.self,
        KnowledgeRemoveCommand.self,
        KnowledgeAskCommand.self,
        AvatarCheckCommand.self,
        AvatarBuildCommand.self,
        AvatarInfoCommand.self,
        AvatarListCommand.self,
        AvatarPackCommand.self,
        AvatarSayCommand.self,
        VoicesCommand.self,
        BenchFaceCommand.self,
        BenchLiveCommand.self,
        BenchConversationCommand.self,
        VersionCommand.self,
    ]

    static let grammar = CommandGrammar(
        name: "visavis",
        summary: "Visavis: a self-hosted avatar. Footage in, a talking face out.",
        commands: commands.map { $0.description },
        exitCodes: ExitCode.allCases.map { ($0.rawValue, $0.meaning) })

    /// Runs one command line to its end. Never throws: every error becomes one line on stderr and an exit code.
    static func run(_ words: [String]) async -> ExitCode {
        let shell = Shell()
        do {
            let code = try await run(words, shell)
            if shell.lostOutput { throw CommandError.cannotWrite(path: "standard output", reason: "it takes no more") }
            return code
        } catch {
            // What was cut off may report it in its own words; the person knows why it stopped.
            if Interruption.isRequested { return .interrupted }
            shell.progress.abandon()
            let hint = error is UsageError ? " (see visavis\(helpPath(of: words)) --help)" : ""
            shell.complain(ErrorText.line(for: error) + hint)
            return ExitCode(of: error)
        }
    }

    private static func run(_ words: [String], _ shell: Shell) async throws -> ExitCode {
        switch try grammar.parse(words) {
        case .help(let path):
            shell.print(grammar.help(for: path), terminator: "")
            return .success
        case .command(let path, let arguments):
            for command in commands where command.description.path == path {
                return try await runInterruptibly(command, arguments, shell)
            }
            return .internalError
        }
    }

    /// The command runs as a task that Ctrl-C or SIGTERM cancels; it ends by throwing `CancellationError`.
    private static func runInterruptibly(
        _ command: any Command.Type, _ arguments: Arguments, _ shell: Shell
    ) async throws -> ExitCode {
        let task = Task.detached { try await command.run(arguments, shell) }
        Interruption.onRequest {
            task.cancel()
            shell.progress.abandon()
            shell.complain("stopping and tidying up (Ctrl-\\ ends at once)")
        }
        return try await task.value
    }

    private static func helpPath(of words: [String]) -> String {
        var path: [String] = []
        for word in words {
            guard grammar.words(after: path).contains(word) else { break }
            path.append(word)
        }
        return path.map { " \($0)" }.joined()
    }
}
