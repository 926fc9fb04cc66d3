internal import CommandLineInterface

enum VersionCommand: Command {
    static let description = CommandDescription(
        ["version"], summary: "print the version", examples: [("visavis version", "prints one line")])

    static func run(_ arguments: Arguments, _ shell: Shell) -> ExitCode {
        shell.print("visavis \(Visavis.version)")
        return .success
    }
}
