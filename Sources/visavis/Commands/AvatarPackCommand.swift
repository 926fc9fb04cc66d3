internal import Avatars
internal import CommandLineInterface
internal import Foundation
internal import Rendering

enum AvatarPackCommand: Command {
    static let description = CommandDescription(
        ["avatar", "pack"], summary: "put an avatar pack's folder into one file",
        details: [
            "The archive is given wherever a pack is: to `avatar say`, to `avatar info`, or installed by its id. The "
                + "pack is checked first. The same pack gives the same bytes."
        ],
        operands: [
            .init("DIR", help: "the pack's folder"),
            .init("FILE.visavis", help: "the archive, which must not exist yet"),
        ],
        examples: [("visavis avatar pack me me.visavis", "makes the file me.visavis")],
        exitCodes: [(2, "the pack cannot be used: missing, damaged, foreign or newer than this version")])

    static func run(_ arguments: Arguments, _ shell: Shell) async throws -> ExitCode {
        let (folder, target) = (arguments.operands[0], arguments.operands[1])
        try OutputPath.check(target)
        guard !FileManager.default.fileExists(atPath: target) else {
            throw CommandError.cannotWrite(path: target, reason: "it exists already")
        }
        let pack = try AvatarPack(opening: URL(fileURLWithPath: folder))
        try PackArchive.pack(pack.folder, into: URL(fileURLWithPath: target))
        let bytes = (try? FileManager.default.attributesOfItem(atPath: target)[.size] as? Int) ?? 0
        shell.print("\(target): \(pack.manifest.name), " + String(format: "%.1f MB", Double(bytes) / 1e6))
        return .success
    }
}
