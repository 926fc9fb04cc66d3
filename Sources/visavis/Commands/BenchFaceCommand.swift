internal import Avatars
internal import Benchmarks
internal import CommandLineInterface
internal import Foundation
internal import Tracking

enum BenchFaceCommand: Command {
    static let description = CommandDescription(
        ["bench", "face"], summary: "measure building, rendering and lip-sync against their bounds",
        details: ["Without --footage it measures the pack that comes with Visavis and says which rows it skips."],
        options: [
            .value("footage", "FILE", help: "a recording to build from and to compare with"),
            .value("transcript", "FILE", help: "what is said in it, as plain text"),
            Bench.jsonOption,
        ],
        examples: [
            ("visavis bench face", "measures what the pack alone can show"),
            ("visavis bench face --footage ada.mp4 --transcript ada.txt --json face.json", "measures every row"),
        ],
        exitCodes: Bench.exitCodes)

    static func run(_ arguments: Arguments, _ shell: Shell) async throws -> ExitCode {
        let bench = FaceBench { stage, fraction in shell.progress.report(stage, fraction) }
        let report: BenchReport
        if let footage = arguments.value("footage") {
            let transcript = try arguments.value("transcript").map(TextFile.read)
            let installation = try TrackerInstallation.find()
            report = try await bench.run(transcript: transcript, installation: installation) {
                let checked = try FootageIntake.check(path: footage, allowShort: true, installation: installation) {
                    shell.progress.report(BuildStage.analysis.rawValue, $0)
                }
                return try Take(checked, path: footage)
            }
        } else {
            report = try await bench.run(pack: try AvatarCatalogue.standard().open("ada"))
        }
        shell.progress.finish()
        return try Bench.show(report, arguments, shell)
    }
}
