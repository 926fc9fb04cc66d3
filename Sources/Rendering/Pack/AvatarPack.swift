internal import Cryptography
package import Foundation

/// An avatar, opened: the manifest, the mouth, the body's track and graph, and where its pictures are.
///
/// A value shared by all sessions of the avatar; large files stay memory-mapped. Opening checks the manifest's version
/// and the length and SHA-256 of every file (about 1 ms per MB).
package struct AvatarPack: Sendable {
    /// The files of a pack, as `manifest.files` names them.
    package enum FileName {
        package static let manifest = "manifest.json"
        package static let mouth = "mouth.bin"
        package static let units = "units.bin"
        package static let track = "track.bin"
        package static let graph = "graph.bin"
        package static let body = "body.clip"
        package static let matte = "matte.clip"
        package static let thumbnail = "thumbnail.jpg"
        package static let preview = "preview.mp4"
    }

    package let folder: URL
    package let manifest: PackManifest
    package let mouth: MouthLibrary
    package let pictures: UnitPictures
    package let track: BodyTrack
    package let graph: BodyGraph
    /// The graph's shortest ways, for every session's ``BodyTimeline``.
    package let routes: BodyRoutes

    /// Path of a file of the pack.
    package func path(of file: String) -> String { folder.appending(path: file).path }

    /// - Throws: ``PackError``.
    package init(opening folder: URL) throws(PackError) {
        self.folder = folder
        manifest = try Self.manifest(of: folder)
        for (file, entry) in manifest.files.sorted(by: { $0.key < $1.key }) {
            try Self.check(file, entry, in: folder)
        }
        mouth = try MouthLibrary(decoding: Self.contents(of: FileName.mouth, in: folder, listed: manifest))
        pictures = try UnitPictures(decoding: Self.contents(of: FileName.units, in: folder, listed: manifest))
        track = try BodyTrack(decoding: Self.contents(of: FileName.track, in: folder, listed: manifest))
        let graphBytes = try Self.contents(of: FileName.graph, in: folder, listed: manifest)
        do {
            graph = try BodyGraph(bytes: Array(graphBytes))
        } catch {
            throw .damaged(file: FileName.graph, reason: "does not read: \(error)")
        }
        routes = BodyRoutes(graph)
        guard pictures.count == mouth.units.count, !mouth.units.isEmpty else {
            throw .damaged(file: FileName.units, reason: "and \(FileName.mouth) hold different numbers of units")
        }
        guard track.frames.count == graph.frames.count else {
            throw .damaged(file: FileName.track, reason: "and \(FileName.graph) hold different numbers of frames")
        }
    }

    /// The manifest alone, its version checked but not its files.
    package static func manifest(of folder: URL) throws(PackError) -> PackManifest {
        guard let bytes = try? Data(contentsOf: folder.appending(path: FileName.manifest)) else {
            throw .missing(path: folder.path)
        }
        struct Header: Decodable {
            var format: String
            var version: Int
        }
        guard let header = try? JSONDecoder().decode(Header.self, from: bytes),
            header.format == PackManifest.formatName
        else { throw .foreign(path: folder.path) }
        guard header.version <= PackManifest.currentVersion else {
            throw .newer(version: header.version, supported: PackManifest.currentVersion)
        }
        do {
            return try JSONDecoder().decode(PackManifest.self, from: bytes)
        } catch {
            throw .damaged(file: FileName.manifest, reason: "lacks a field or holds a wrong value")
        }
    }

    private static func contents(
        of file: String, in folder: URL, listed manifest: PackManifest
    ) throws(PackError) -> Data {
        guard manifest.files[file] != nil else { throw .damaged(file: file, reason: "is not listed in the manifest") }
        guard let data = try? Data(contentsOf: folder.appending(path: file), options: .mappedIfSafe) else {
            throw .damaged(file: file, reason: "is missing")
        }
        return data
    }

    private static func check(_ file: String, _ entry: PackManifest.FileEntry, in folder: URL) throws(PackError) {
        guard !file.contains("/"), file != "..",
            let data = try? Data(
                contentsOf: folder.appending(path: file), options: .mappedIfSafe)
        else { throw .damaged(file: file, reason: "is missing") }
        guard data.count == entry.bytes else {
            throw .damaged(file: file, reason: "has \(data.count) bytes instead of \(entry.bytes)")
        }
        guard SHA256.hex(of: data) == entry.sha256 else {
            throw .damaged(file: file, reason: "has other contents than when it was built")
        }
    }
}
