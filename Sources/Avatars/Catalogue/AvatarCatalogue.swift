internal import Core
package import Foundation
package import Rendering

/// Finds avatars by what a person would write: a pack's folder, a `.visavis` archive, or the id of an installed avatar.
package struct AvatarCatalogue: Sendable {
    /// Folders that hold packs, each in a folder or archive named by its id; earlier ones win.
    package let folders: [URL]
    /// Where archives are unpacked, by the hash of their contents.
    private let cache: URL

    package init(folders: [URL], cache: URL) {
        self.folders = folders
        self.cache = cache
    }

    /// The machine's: `VISAVIS_AVATARS` (folders, separated by colons) when set, else `avatars` in the nearest folder
    /// upwards from the executable, and then from the current folder, that has one. The cache is
    /// `$XDG_CACHE_HOME/visavis` or `~/.cache/visavis` (XDG Base Directory Specification 0.8).
    package static func standard(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> AvatarCatalogue {
        let home = environment["HOME"].map { URL(fileURLWithPath: $0) } ?? FileManager.default.temporaryDirectory
        let caches = environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? URL(fileURLWithPath: $0) : nil }
        let cache = (caches ?? home.appending(path: ".cache")).appending(path: "visavis/avatars")
        if let named = environment["VISAVIS_AVATARS"], !named.isEmpty {
            return AvatarCatalogue(
                folders: named.split(separator: ":").map { URL(fileURLWithPath: String($0)) }, cache: cache)
        }
        return AvatarCatalogue(folders: NearestFolder.all(named: "avatars"), cache: cache)
    }

    /// The same with other folders.
    package func looking(in folders: [URL]) -> AvatarCatalogue { AvatarCatalogue(folders: folders, cache: cache) }

    /// - Parameter reference: A path, or an id of letters, digits, "-" and "_".
    /// - Throws: ``PackError``.
    package func open(_ reference: String) throws(PackError) -> AvatarPack {
        try AvatarPack(opening: try folder(of: reference))
    }

    /// The folder of a pack, unpacked first when it is an archive.
    package func folder(of reference: String) throws(PackError) -> URL {
        if let found = try unpacked(URL(fileURLWithPath: reference)) { return found }
        let isID = !reference.isEmpty && reference.allSatisfy { $0.isLetter || $0.isNumber || "-_".contains($0) }
        if isID {
            for folder in folders {
                if let found = try unpacked(folder.appending(path: reference)) { return found }
                if let found = try unpacked(folder.appending(path: reference + ".visavis")) { return found }
            }
        }
        throw .missing(path: reference)
    }

    /// Manifests of all installed avatars, by id; packs that cannot be read are left out.
    package func installed() -> [PackManifest] {
        var manifests: [String: PackManifest] = [:]
        for folder in folders.reversed() {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] {
                guard let place = try? unpacked(folder.appending(path: name)),
                    let manifest = try? AvatarPack.manifest(of: place)
                else { continue }
                manifests[manifest.id] = manifest
            }
        }
        return manifests.values.sorted { $0.id < $1.id }
    }

    /// The folder itself, the unpacked archive, or nil when there is nothing at `url`.
    private func unpacked(_ url: URL) throws(PackError) -> URL? {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else { return nil }
        return isFolder.boolValue ? url : try PackArchive.unpack(url, into: cache)
    }

}
