internal import Foundation

/// Paths a command will write to, looked at before the long work rather than after it.
enum OutputPath {
    /// - Throws: ``CommandError/cannotWrite(path:reason:)`` when the folder is missing or closed, or `path` is a folder.
    static func check(_ path: String?) throws(CommandError) {
        guard let path else { return }
        let url = URL(fileURLWithPath: path)
        let folder = url.deletingLastPathComponent().path
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            throw .cannotWrite(path: path, reason: "it is a folder")
        }
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw .cannotWrite(path: path, reason: "there is no folder \(folder)")
        }
        guard FileManager.default.isWritableFile(atPath: folder) else {
            throw .cannotWrite(path: path, reason: "the folder \(folder) is closed to you")
        }
    }
}
