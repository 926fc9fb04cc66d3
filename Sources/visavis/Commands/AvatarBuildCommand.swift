internal import CommandLineInterface

enum AvatarBuildCommand: Command {
    static let description = CommandDescription(
        ["avatar", "build"], summary: "turn a recording into an avatar pack",
        details: [
            "Checks the recording as `avatar check` does, tracks the face, aligns what is said with what the mouth does, "
                + "and writes the pack. The same recording gives the same pack.",
            "No build without consent: give the consent record of the person in the picture, or declare with "
                + "--synthetic that no such person exists. docs/consent.md says what a record holds.",
        ],
        operands: [.init("FILE", help: "the recording: MP4, MOV, WebM or MKV")],
        options: [
            .value("out", "DIR", help: "the pack's folder, which must not exist yet", isRequired: true),
            .value("name", "NAME", help: "the avatar's name; the file's name when absent"),
            .value("transcript", "FILE", help: "what is said in the talking part, as plain text; makes lips better"),
            .value("consent", "FILE", help: "the consent record, a JSON file"),
            .flag("synthetic", help: "the face is computer-generated; no person is shown"),
            .value("voice", "VOICE", help: "the voice for text", byDefault: "slt", choices: ["slt", "rms", "awb"]),
            .value("parts", "L,T,I", help: "listening, talking and idle in seconds, instead of finding them"),
            .flag("allow-short", help: "accept recordings from 15 s on, with a warning"),
        ],
        exactlyOneOf: [["consent", "synthetic"]],
        examples: [
            (
                "visavis avatar build me.mp4 --out me --transcript me.txt --consent me.json",
                "makes the folder me, an avatar pack"
            )
        ],
        exitCodes: [(1, "the recording or the consent record is refused")])

    static func run(_ arguments: Arguments, _ shell: Shell) async throws -> ExitCode {
        throw CommandError.notBuiltYet("avatar build")
    }
}
