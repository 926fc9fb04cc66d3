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
    private let standard: String?
    private var manifests: [PackManifest] = []
    private var lookedAt: ContinuousClock.Instant
    private var packs: [String: AvatarPack] = [:]

    /// Avatars may be installed while the server runs; the folders are looked at no more often than this.
    private static let freshness: Duration = .seconds(5)

    /// - Parameter standard: Id of the default avatar; nil for the first.
    package init(catalogue: AvatarCatalogue, house: StageHouse, log: Log, standard: String? = nil) {
        self.catalogue = catalogue
        self.house = house
        self.log = log
        self.standard = standard
        lookedAt = .now
        manifests = catalogue.installed()
    }

    package func all() -> [PackManifest] {
        refresh()
        return manifests
    }

    package func manifest(_ id: String?) throws(SessionError) -> PackManifest {
        let id = id ?? ""
        let isDefault = id.isEmpty || id == "default"
        let wanted = isDefault ? standard : id
        func found() -> PackManifest? {
            guard let wanted else { return manifests.first }
            return manifests.first { $0.id == wanted }
        }
        if let known = found() { return known }
        refresh()
        guard let known = found() else { throw .avatarNotFound(id: wanted ?? "default") }
        return known
    }

    private func refresh() {
        guard ContinuousClock.now - lookedAt > Self.freshness else { return }
        manifests = catalogue.installed()
        lookedAt = .now
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
