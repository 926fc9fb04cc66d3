internal import CommandLineInterface

enum AvatarCheckCommand: Command {
    static let description = CommandDescription(
        ["avatar", "check"], summary: "look whether a recording can become an avatar",
        details: [
            "Reads the recording once, finds its three parts (listening, talking, idle) and prints one row per finding: "
                + "what was measured, what is accepted, when it happens, and what to change.",
            "docs/recording.md says how to record. docs/cli.md documents the JSON.",
        ],
        operands: [.init("FILE", help: "the recording: MP4, MOV, WebM or MKV")],
        options: [
            .flag("json", help: "print the findings as JSON instead of a table"),
            .value("sheet", "PNG", help: "write a contact sheet with the findings drawn on it"),
            .value("parts", "L,T,I", help: "listening, talking and idle in seconds, instead of finding them"),
            .flag("allow-short", help: "accept recordings from 15 s on, with a warning"),
        ],
        examples: [
            ("visavis avatar check me.mp4", "prints what is right and wrong with me.mp4"),
            ("visavis avatar check me.mp4 --parts 0-15,15-105,105-120 --sheet me.png", "with the parts given by hand"),
        ],
        exitCodes: [
            (0, "the recording is usable; there may be warnings"),
            (1, "the recording is refused: at least one finding is an error"),
            (2, "the file cannot be read as a recording"),
        ])

    static func run(_ arguments: Arguments, _ shell: Shell) async throws -> ExitCode {
        throw CommandError.notBuiltYet("avatar check")
    }
}
