internal import Avatars
internal import CommandLineInterface
internal import Foundation
internal import Media
internal import Rendering

enum AvatarSayCommand: Command {
    static let description = CommandDescription(
        ["avatar", "say"], summary: "make an avatar say a text or speak along an audio file",
        details: [
            "Writes MP4 with H.264 and AAC. --timings writes, for every frame, the viseme weights, the mouth unit, the "
                + "body frame and the audio time, so that anyone can check the lips against the voice."
        ],
        options: [
            .value(
                "avatar", "PACK", help: "a pack's folder or archive, or the id of an installed avatar",
                isRequired: true),
            .value("text", "TEXT", help: "what to say, in English"),
            .value("audio", "FILE", help: "a voice recording to speak along"),
            .value(
                "voice", "VOICE", help: "the voice for --text; the pack's own when absent",
                choices: ["slt", "rms", "awb"]),
            .value("out", "FILE.mp4", help: "the video", isRequired: true),
            .value(
                "size", "SIZE", help: "the picture's height", byDefault: "720p",
                choices: ["360p", "480p", "720p", "1080p"]),
            .value("fps", "N", help: "frames per second", byDefault: "25", choices: ["25", "30"]),
            .value("timings", "FILE.json", help: "write what each frame shows"),
            .value("sheet", "PNG", help: "write a contact sheet of the video"),
        ],
        exactlyOneOf: [["text", "audio"]],
        examples: [
            ("visavis avatar say --avatar ada --text \"Good morning.\" --out hello.mp4", "renders one sentence"),
            (
                "visavis avatar say --avatar ada --audio voice.wav --out hello.mp4 --size 1080p",
                "speaks along a recording"
            ),
        ],
        exitCodes: [(2, "the pack or the audio cannot be read")])

    static func run(_ arguments: Arguments, _ shell: Shell) async throws -> ExitCode {
        let framesPerSecond = Int(arguments.value("fps") ?? "") ?? 25
        let height = Int((arguments.value("size") ?? "720p").dropLast()) ?? 720
        let output = arguments.value("out") ?? ""
        try OutputPath.check(output)
        let pack = try AvatarCatalogue.standard().open(arguments.value("avatar") ?? "")
        let performance =
            if let text = arguments.value("text") {
                try Performance(
                    text: text, voice: arguments.value("voice") ?? pack.manifest.voice, framesPerSecond: framesPerSecond
                )
            } else {
                Performance(
                    audio: try AudioFile.read(path: arguments.value("audio") ?? "", sampleRate: 48_000),
                    framesPerSecond: framesPerSecond)
            }
        let engine = try pack.makeRenderer(
            body: try pack.openBody(), height: height, framesPerSecond: framesPerSecond)
        let recording = PerformanceRecording(performance, engine: engine)
        let count = Double(recording.frameCount)
        let timings = try recording.write(to: output) { index, _ in
            shell.progress.report("rendering", Double(index) / count)
        }
        shell.progress.finish()
        if let path = arguments.value("timings") { try write(timings, to: path) }
        return .success
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
