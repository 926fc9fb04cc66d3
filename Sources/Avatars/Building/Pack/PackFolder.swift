internal import Cryptography
internal import Foundation
internal import Rendering

/// The folder a build works in: hidden beside the target until everything is in it, removed when the build fails.
final class PackFolder {
    let url: URL
    private let target: URL
    private var isFinished = false

    /// - Throws: ``BuildError/outputExists(path:)``, ``BuildError/cannotWrite(path:reason:)``.
    init(for target: URL) throws(BuildError) {
        let files = FileManager.default
        guard !files.fileExists(atPath: target.path) else { throw .outputExists(path: target.path) }
        let parent = target.standardizedFileURL.deletingLastPathComponent()
        url = parent.appending(path: ".\(target.lastPathComponent).building")
        self.target = target
        // A build that was killed leaves its folder; the next one starts over.
        try? files.removeItem(at: url)
        do {
            try files.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            throw .cannotWrite(path: target.path, reason: error.localizedDescription)
        }
    }

    deinit { if !isFinished { try? FileManager.default.removeItem(at: url) } }

    func write(_ data: Data, as file: String) throws(BuildError) {
        do {
            try data.write(to: url.appending(path: file))
        } catch {
            throw .cannotWrite(path: file, reason: error.localizedDescription)
        }
    }

    /// Length and hash of every file so far.
    func entries() throws(BuildError) -> [String: PackManifest.FileEntry] {
        var entries: [String: PackManifest.FileEntry] = [:]
        for file in (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        where file != AvatarPack.FileName.manifest {
            guard let data = try? Data(contentsOf: url.appending(path: file), options: .mappedIfSafe) else {
                throw .cannotRead(path: file, reason: "it vanished during the build")
            }
            entries[file] = PackManifest.FileEntry(bytes: data.count, sha256: SHA256.hex(of: data))
        }
        return entries
    }

    func write(_ manifest: PackManifest) throws(BuildError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let bytes = try? encoder.encode(manifest) else {
            throw .cannotWrite(path: AvatarPack.FileName.manifest, reason: "it does not encode")
        }
        try write(bytes, as: AvatarPack.FileName.manifest)
    }

    /// Gives the folder its name.
    func finish() throws(BuildError) {
        do {
            try FileManager.default.moveItem(at: url, to: target)
        } catch {
            throw .cannotWrite(path: target.path, reason: error.localizedDescription)
        }
        isFinished = true
    }
}
