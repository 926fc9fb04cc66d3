internal import CommandLineInterface

/// One subcommand; its declaration is its parser and its help page.
protocol Command: SendableMetatype {
    static var description: CommandDescription { get }

    /// Does the work. Results go to `shell.print`, progress to `shell.progress`.
    ///
    /// Runs as a task of its own; when that is cancelled (Ctrl-C), the command removes what it has half made and throws
    /// `CancellationError`.
    static func run(_ arguments: Arguments, _ shell: Shell) async throws -> ExitCode
}
