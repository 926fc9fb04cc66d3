internal import Avatars
internal import CommandLineInterface
internal import Foundation
internal import Rendering
internal import Speech
internal import Tracking

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
            .value(
                "language", "TAG", help: "what is spoken; other than English, lips follow the sound alone",
                byDefault: "en"),
            .value("consent", "FILE", help: "the consent record, a JSON file"),
            .flag("synthetic", help: "the face is computer-generated; no person is shown"),
            .value("voice", "VOICE", help: "the voice for text; `visavis voices` lists them", byDefault: "slt"),
            .value("parts", "L,T,I", help: "listening, talking and idle in seconds, instead of finding them"),
            .value(
                "size", "SIZE", help: "height of the body frames; never more than the recording's", byDefault: "720p",
                choices: ["360p", "480p", "720p", "1080p"]),
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
        let path = arguments.operands[0]
        let output = arguments.value("out") ?? ""
        // Looked at before a minute of work, and again when the folder gets its name.
        guard !FileManager.default.fileExists(atPath: output) else { throw BuildError.outputExists(path: output) }
        try OutputPath.check(output)
        let voice = arguments.value("voice") ?? "slt"
        guard Voices().voice(voice) != nil else { throw SpeechError.unknownVoice(id: voice) }
        let consent: PackManifest.Consent =
            if let record = arguments.value("consent") { try ConsentRecord.read(record) } else { .synthetic }
        let transcript = try arguments.value("transcript").map(TextFile.read)
        let installation = try TrackerInstallation.find()
        let checked = try FootageIntake.check(
            path: path, parts: arguments.value("parts"), allowShort: arguments.has("allow-short"),
            installation: installation
        ) { shell.progress.report(BuildStage.analysis.rawValue, $0) }
        shell.progress.finish()
        for finding in checked.report.findings where finding.severity == .warning {
            if let advice = finding.advice { shell.complain("warning: \(advice)") }
        }
        let take = try Take(checked, path: path)
        let name = arguments.value("name") ?? URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
        let request = BuildRequest(
            output: output, id: BuildRequest.id(from: URL(fileURLWithPath: output).lastPathComponent), name: name,
            transcript: transcript,
            language: arguments.value("language") ?? "en", consent: consent, voice: voice,
            bodyHeight: Int(arguments.value("size")?.dropLast() ?? "") ?? 720)
        let outcome = try await AvatarBuilder(take, request: request, installation: installation) { stage, fraction in
            shell.progress.report(stage.rawValue, fraction)
        }.build()
        shell.progress.finish()
        for warning in outcome.warnings { shell.complain("warning: \(warning)") }
        shell.print(summary(of: outcome, at: output))
        return .success
    }

    private static func summary(of outcome: AvatarBuilder.Outcome, at output: String) -> String {
        let manifest = outcome.manifest
        let megabytes = Double(manifest.files.values.reduce(0) { $0 + $1.bytes }) / 1e6
        return """
            \(manifest.name) is in \(output): \(manifest.unitCount) mouths, \(String(format: "%.1f", megabytes)) MB
            speech: \(manifest.alignment.source), confidence \(percent(manifest.alignment.confidence)), \
            closures seen \(percent(manifest.alignment.closuresConfirmed))
            try: visavis avatar say --avatar \(output) --text "Hello." --out hello.mp4
            """
    }

    private static func percent(_ share: Float) -> String { "\(Int((share * 100).rounded())) %" }
}
