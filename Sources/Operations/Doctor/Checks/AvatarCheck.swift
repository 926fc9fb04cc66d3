internal import Avatars
internal import Foundation
internal import Rendering

/// Installed avatar packs.
enum AvatarCheck {
    static func examine(_ catalogue: AvatarCatalogue, wanted: String) -> [Examination] {
        let installed = catalogue.installed()
        guard !installed.isEmpty else {
            let folders = catalogue.folders.map(\.path).joined(separator: ", ")
            return [
                Examination(
                    "avatars", .broken, "there is no avatar in \(folders.isEmpty ? "any folder known" : folders)",
                    advice: "build one with `visavis avatar build`, or name the folder in paths.avatars")
            ]
        }
        var found: [Examination] = []
        for manifest in installed {
            do {
                _ = try catalogue.open(manifest.id)
            } catch {
                found.append(
                    Examination(
                        "avatars", .broken, "avatar \(manifest.id) does not open: \(error)",
                        advice: "copy its pack again, or build it again"))
            }
        }
        if !wanted.isEmpty && !installed.contains(where: { $0.id == wanted }) {
            found.append(
                Examination(
                    "avatars", .broken, "sessions.avatar is '\(wanted)', which is not installed",
                    advice: "choose one of " + installed.map(\.id).joined(separator: ", ")))
        }
        return found.isEmpty ? [.fine("avatars", installed.map(\.id).joined(separator: ", "))] : found
    }
}
