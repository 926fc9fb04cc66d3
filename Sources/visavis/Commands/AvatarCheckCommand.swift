internal import Avatars
internal import CommandLineInterface

enum AvatarCheckCommand: Command {
    static let description = CommandDescription(
        ["avatar", "check"], summary: "look whether a recording can become an avatar",
        details: [
            "Reads the recording once, finds its three parts (listening, talking, idle) and prints one row per finding: "
                + "what was measured, what is accepted, when it happens, and what to change.",
            "docs/recording.md says how to record; docs/footage-check.md what each check means and how the JSON reads.",
        ],
        operands: [.init("FILE", help: "the recording: MP4, MOV, WebM or MKV")],
        options: [
            .flag("json", help: "print the findings as JSON instead of a table"),
            .value("sheet", "PNG", help: "write a contact sheet with the findings drawn on it"),
            .value(
                "parts", "L,T,I", help: "listening, talking, idle in seconds, none for a missing one; found if absent"),
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
        let sheet = arguments.value("sheet")
        try OutputPath.check(sheet)
        let footage = try FootageIntake.check(
            path: arguments.operands[0], parts: arguments.value("parts"), allowShort: arguments.has("allow-short"),
            progress: { shell.progress.report("looking at the recording", $0) })
        if let sheet {
            shell.progress.report("drawing the contact sheet")
            try ContactSheet.write(footage, path: sheet)
        }
        shell.progress.finish()
        let report = footage.report
        shell.print(arguments.has("json") ? report.json() : FootageTable.text(report), terminator: "")
        return report.verdict == .usable ? .success : .refused
    }
}
