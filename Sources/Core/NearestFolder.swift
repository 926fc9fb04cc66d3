package import Foundation

/// Folders that belong to an installation: they lie beside the program, or above it in a checkout.
package enum NearestFolder {
    /// Those of this name: in the nearest folder upwards from the running program, and in the nearest upwards from the
    /// current folder, that has one.
    package static func all(named name: String) -> [URL] {
        let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        return [executable.deletingLastPathComponent(), URL(fileURLWithPath: ".")].compactMap { above($0, name) }
    }

    private static func above(_ start: URL, _ name: String) -> URL? {
        var folder = start.standardizedFileURL
        while true {
            let candidate = folder.appending(path: name, directoryHint: .isDirectory)
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: candidate.path, isDirectory: &isFolder), isFolder.boolValue {
                return candidate
            }
            if folder.path == "/" { return nil }
            folder.deleteLastPathComponent()
        }
    }
}
