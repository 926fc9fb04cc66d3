internal import Avatars
internal import CommandLineInterface
internal import Foundation
internal import Rendering

enum AvatarInfoCommand: Command {
    static let description = CommandDescription(
        ["avatar", "info"], summary: "show what an avatar pack holds and who consented to it",
        details: ["Checks every hash of the pack; a damaged, foreign or newer pack is named as such."],
        operands: [.init("PACK", help: "a pack's folder or archive, or the id of an installed avatar")],
        options: [.flag("json", help: "print JSON instead of text")],
        examples: [("visavis avatar info ada", "shows the avatar that comes with Visavis")],
        exitCodes: [(2, "the pack cannot be used: missing, damaged, foreign or newer than this version")])

    static func run(_ arguments: Arguments, _ shell: Shell) async throws -> ExitCode {
        let pack = try AvatarCatalogue.standard().open(arguments.operands[0])
        if arguments.has("json") {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            shell.print(String(decoding: try encoder.encode(pack.manifest), as: UTF8.self))
        } else {
            shell.print(Self.table(of: pack).text, terminator: "")
        }
        return .success
    }

    private static func table(of pack: AvatarPack) -> TextTable {
        let manifest = pack.manifest
        let bytes = manifest.files.values.reduce(0) { $0 + $1.bytes }
        let seconds = manifest.parts.map { "\($0.name) \(Int(($0.end - $0.start).rounded())) s" }
        var rows = [
            ["name", "\(manifest.name) (\(manifest.id))"],
            ["consent", text(of: manifest.consent)],
            [
                "picture",
                "\(manifest.size.width)×\(manifest.size.height), \(manifest.framesPerSecond) frames per second",
            ],
            ["recording", seconds.joined(separator: ", ")],
            ["mouths", "\(manifest.unitCount)"],
            ["expressions", manifest.expressions.joined(separator: ", ")],
            ["voice", manifest.voice],
            [
                "speech",
                "from \(manifest.alignment.source), confidence \(percent(manifest.alignment.confidence)), "
                    + "closures seen \(percent(manifest.alignment.closuresConfirmed))",
            ],
            ["matte", manifest.hasMatte ? "yes" : "no"],
            [
                "size",
                String(format: "%.1f MB in %d files, all hashes right", Double(bytes) / 1e6, manifest.files.count),
            ],
        ]
        rows += manifest.provenance.sorted { $0.key < $1.key }.map { [$0.key, $0.value] }
        return TextTable(heading: ["avatar", pack.folder.lastPathComponent], rows: rows)
    }

    private static func text(of consent: PackManifest.Consent) -> String {
        switch consent {
        case .synthetic: "synthetic: declared to show no living person"
        case .record(let statement, let name, let date, let video):
            "\(name), \(date): \(statement)" + (video.map { " (video: \($0))" } ?? "")
        }
    }

    private static func percent(_ share: Float) -> String { "\(Int((share * 100).rounded())) %" }
}
