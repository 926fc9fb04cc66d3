package import Avatars
package import Core
internal import Foundation
package import Rendering
package import Stage

/// The installed avatars, opened once and shared by all their sessions.
package actor AvatarShelf: AvatarSource {
    private let catalogue: AvatarCatalogue
    private let house: StageHouse
    private let log: Log
    private var manifests: [PackManifest] = []
    private var packs: [String: AvatarPack] = [:]

    package init(catalogue: AvatarCatalogue, house: StageHouse, log: Log) {
        self.catalogue = catalogue
        self.house = house
        self.log = log
        manifests = catalogue.installed()
    }

    /// Looks at the folders each time: avatars may be installed while the server runs.
    package func all() -> [PackManifest] {
        manifests = catalogue.installed()
        return manifests
    }

    package func manifest(_ id: String?) throws(SessionError) -> PackManifest {
        let isDefault = id == nil || id == "" || id == "default"
        if let known = isDefault ? manifests.first : manifests.first(where: { $0.id == id }) { return known }
        manifests = catalogue.installed()
        guard let found = isDefault ? manifests.first : manifests.first(where: { $0.id == id }) else {
            throw .avatarNotFound(id: id ?? "default")
        }
        return found
    }

    package func poster(_ id: String) throws(SessionError) -> [UInt8] {
        let pack = try pack(id)
        guard let data = FileManager.default.contents(atPath: pack.path(of: AvatarPack.FileName.thumbnail)) else {
            throw .avatarUnusable(id: id, reason: "it has no picture")
        }
        return Array(data)
    }

    package func pack(_ id: String) throws(SessionError) -> AvatarPack {
        if let pack = packs[id] { return pack }
        let manifest = try manifest(id)
        do {
            // By folder, not by id alone: the catalogue would also take a path.
            let names = catalogue.folders.flatMap { [$0.appending(path: id), $0.appending(path: id + ".visavis")] }
            let place = names.first { FileManager.default.fileExists(atPath: $0.path) }
            let pack = try catalogue.open(place?.path ?? manifest.id)
            packs[id] = pack
            return pack
        } catch {
            log(.error, "avatar pack does not open", ["avatar": id, "reason": "\(error)"])
            throw .avatarUnusable(id: id, reason: "its pack is damaged")
        }
    }

    /// A stage for one session. Where the loops of the format are not encoded yet, it idles live meanwhile.
    package func stage(
        _ avatar: String, _ format: StageFormat, _ output: any StageOutput
    ) throws(SessionError) -> any SessionStage {
        let pack = try pack(avatar)
        do {
            return try Stage(pack: pack, format: format, house: house, output: output, seed: .random(in: 0 ... .max))
        } catch {
            throw .failed(reason: "\(error)")
        }
    }

    /// Encodes the loops of a format ahead of its sessions; concurrent calls share the work.
    package nonisolated func prepare(_ avatar: String, _ format: StageFormat) async throws(SessionError) {
        let pack = try await pack(avatar)
        do { try await house.prepare(pack, format: format) } catch { throw .failed(reason: "\(error)") }
    }
}
