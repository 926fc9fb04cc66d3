internal import Avatars
internal import CommandLineInterface
internal import Foundation
internal import Media
internal import Rendering
internal import Speech

enum AvatarSayCommand: Command {
    static let description = CommandDescription(
        ["avatar", "say"], summary: "make an avatar say a text or speak along an audio file",
        details: [
            "Writes MP4 with H.264 and AAC. --timings writes, for every frame, the viseme weights, the mouth unit, the "
                + "body frame and the audio time, so that anyone can check the lips against the voice; docs/cli.md "
                + "describes it."
        ],
        options: [
            .value(
                "avatar", "PACK", help: "a pack's folder or archive, or the id of an installed avatar",
                isRequired: true),
            .value("text", "TEXT", help: "what to say, in the voice's language"),
            .value("audio", "FILE", help: "a voice recording to speak along"),
            .value("transcript", "FILE", help: "what is said in the audio, in English; makes the lips better"),
            .value(
                "voice", "VOICE", help: "the voice for --text, out of `visavis voices`; the pack's own when absent"),
            .value("speed", "N", help: "how fast it speaks, 0.5 to 2", byDefault: "1"),
            .value("pitch", "N", help: "semitones above the voice's own pitch, -12 to 12", byDefault: "0"),
            .value("out", "FILE.mp4", help: "the video", isRequired: true),
            .value(
                "size", "SIZE", help: "the picture's height", byDefault: "720p",
                choices: ["360p", "480p", "720p", "1080p"]),
            .value("fps", "N", help: "frames per second", byDefault: "25", choices: ["25", "30"]),
            .value(
                "expression", "MOOD", help: "the mood to prefer, where the recording shows it",
                choices: BodyExpression.allCases.map { "\($0)" }),
            .value("background", "#RRGGBB", help: "a colour behind an avatar recorded before a green or blue screen"),
            .value("timings", "FILE.json", help: "write what each frame shows"),
            .value("sheet", "PNG", help: "write a contact sheet of the video"),
        ],
        exactlyOneOf: [["text", "audio"]], atMostOneOf: [["text", "transcript"]],
        examples: [
            ("visavis avatar say --avatar ada --text \"Good morning.\" --out hello.mp4", "renders one sentence"),
            (
                "visavis avatar say --avatar ada --audio voice.wav --out hello.mp4 --size 1080p",
                "speaks along a recording"
            ),
        ],
        exitCodes: [(1, "the text holds nothing that can be spoken"), (2, "the pack or the audio cannot be read")])

    static func run(_ arguments: Arguments, _ shell: Shell) async throws -> ExitCode {
        let framesPerSecond = Int(arguments.value("fps") ?? "") ?? 25
        let height = Int((arguments.value("size") ?? "720p").dropLast()) ?? 720
        let output = arguments.value("out") ?? ""
        for path in [output, arguments.value("timings"), arguments.value("sheet")] { try OutputPath.check(path) }
        let pack = try AvatarCatalogue.standard().open(arguments.value("avatar") ?? "")
        let performance = try await performance(arguments, pack, framesPerSecond: framesPerSecond)
        for doubt in performance.doubts { shell.complain("warning: \(doubt)") }
        let engine = try pack.makeRenderer(
            body: try pack.openBody(), height: height, framesPerSecond: framesPerSecond)
        if let text = arguments.value("background") {
            guard let colour = RGBColour(text) else {
                throw UsageError.badValue(option: "background", value: text, wanted: "a colour like #1e2a38")
            }
            try pack.show(engine, before: colour)
        }
        engine.expression = expression(arguments, pack.manifest, shell)
        let recording = PerformanceRecording(performance, engine: engine)
        let count = recording.frameCount
        let title = arguments.value("text") ?? URL(fileURLWithPath: arguments.value("audio") ?? "").lastPathComponent
        var sheet = PerformanceSheet(
            title: ErrorText.oneLine(title), pack: pack, performance: performance, format: engine.format,
            frameCount: count)
        let began = ContinuousClock.now
        let timings = try recording.write(to: output) { index, frame in
            sheet.take(index, frame)
            shell.progress.report("rendering", Double(index) / Double(count))
        }
        let took = (ContinuousClock.now - began) / .seconds(1)
        shell.progress.finish()
        if let path = arguments.value("timings") { try write(timings, to: path) }
        if let path = arguments.value("sheet") { try sheet.write(to: path) }
        let seconds = Double(count) / Double(framesPerSecond)
        shell.print(
            "\(output): "
                + String(format: "%.1f s, rendered %.1f times as fast as real time", seconds, seconds / max(took, 1e-3))
        )
        return .success
    }

    private static func performance(
        _ arguments: Arguments, _ pack: AvatarPack, framesPerSecond: Int
    ) async throws -> Performance {
        if let text = arguments.value("text") {
            let settings = VoiceSettings(
                speed: try number("speed", arguments, in: VoiceSettings.speeds),
                pitch: try number("pitch", arguments, in: VoiceSettings.pitches))
            return try await Performance(
                text: text, voice: arguments.value("voice") ?? pack.manifest.voice, settings: settings,
                framesPerSecond: framesPerSecond)
        }
        let audio = try AudioFile.read(path: arguments.value("audio") ?? "", sampleRate: 48_000)
        guard let transcript = try arguments.value("transcript").map(TextFile.read) else {
            return Performance(audio: audio, framesPerSecond: framesPerSecond)
        }
        return try Performance(audio: audio, transcript: transcript, framesPerSecond: framesPerSecond)
    }

    private static func number(
        _ option: String, _ arguments: Arguments, in range: ClosedRange<Double>
    ) throws(UsageError) -> Double {
        let text = arguments.value(option) ?? ""
        guard let number = Double(text), range.contains(number) else {
            let wanted = "a number from \(range.lowerBound.formatted()) to \(range.upperBound.formatted())"
            throw .badValue(option: option, value: text, wanted: wanted)
        }
        return number
    }

    /// The mood asked for; said aloud when the recording has no passage that shows it.
    private static func expression(
        _ arguments: Arguments, _ manifest: PackManifest, _ shell: Shell
    ) -> BodyExpression {
        guard let wanted = arguments.value("expression"),
            let expression = BodyExpression.allCases.first(where: { "\($0)" == wanted })
        else { return .neutral }
        if !manifest.expressions.contains(wanted) {
            let had = manifest.expressions.isEmpty ? "none" : manifest.expressions.joined(separator: ", ")
            shell.complain("warning: \(manifest.name)'s recording shows nothing \(wanted); it has: \(had)")
        }
        return expression
    }

    private static func write(_ timings: [FrameTiming], to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        do {
            try encoder.encode(timings).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw CommandError.cannotWrite(path: path, reason: error.localizedDescription)
        }
    }
}
