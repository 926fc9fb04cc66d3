internal import CommandLineInterface

enum AvatarInfoCommand: Command {
    static let description = CommandDescription(
        ["avatar", "info"], summary: "show what an avatar pack holds and who consented to it",
        details: ["Checks every hash of the pack; a damaged, foreign or newer pack is named as such."],
        operands: [.init("PACK", help: "a pack's folder or archive, or the id of an installed avatar")],
        options: [.flag("json", help: "print JSON instead of text")],
        examples: [("visavis avatar info ada", "shows the avatar that comes with Visavis")],
        exitCodes: [(2, "the pack cannot be used: missing, damaged, foreign or newer than this version")])

    static func run(_ arguments: Arguments, _ shell: Shell) async throws -> ExitCode {
        throw CommandError.notBuiltYet("avatar info")
    }
}
