internal import Avatars
internal import CommandLineInterface
internal import Foundation
internal import Rendering

enum AvatarListCommand: Command {
    static let description = CommandDescription(
        ["avatar", "list"], summary: "list the installed avatars",
        details: [
            "Looks into the folders named by VISAVIS_AVATARS (separated by colons), or else into the folder avatars beside "
                + "Visavis. Packs that cannot be read are left out; `avatar info` says why."
        ],
        options: [.flag("json", help: "print their manifests as JSON")],
        examples: [("visavis avatar list", "one line for each avatar that can be given by its id")])

    static func run(_ arguments: Arguments, _ shell: Shell) async throws -> ExitCode {
        let avatars = AvatarCatalogue.standard().installed()
        if arguments.has("json") {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            shell.print(String(decoding: try encoder.encode(avatars), as: UTF8.self))
        } else if avatars.isEmpty {
            shell.complain("no avatar is installed; build one with `visavis avatar build`, or set VISAVIS_AVATARS")
        } else {
            let rows = avatars.map { avatar in
                [
                    avatar.id, avatar.name, avatar.voice, "\(avatar.size.height)p", "\(avatar.unitCount)",
                    avatar.expressions.joined(separator: ", "), avatar.consent == .synthetic ? "synthetic" : "recorded",
                ]
            }
            let heading = ["id", "name", "voice", "size", "mouths", "expressions", "consent"]
            shell.print(TextTable(heading: heading, rows: rows, rightAligned: [4]).text, terminator: "")
        }
        return .success
    }
}
