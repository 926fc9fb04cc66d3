package import Foundation

/// Where the helper's interpreter and script are.
package struct TrackerInstallation: Equatable, Sendable {
    package var python: URL
    package var script: URL

    package init(python: URL, script: URL) {
        self.python = python
        self.script = script
    }

    /// Finds the helper: `VISAVIS_TOOLS` (a folder with `tracker/tracker.py`) and `VISAVIS_VENV` when set, else
    /// `Tools` and `.venv` in the nearest folder that has a `Tools/tracker/tracker.py`, looking upwards from the
    /// executable and then from the current folder.
    ///
    /// - Throws: ``TrackerError/scriptMissing(path:)`` or ``TrackerError/environmentMissing(path:)``.
    package static func find(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        startingAt folders: [URL] = [
            URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent(),
            URL(fileURLWithPath: FileManager.default.currentDirectoryPath),
        ]
    ) throws(TrackerError) -> TrackerInstallation {
        let tools: URL
        if let named = environment["VISAVIS_TOOLS"], !named.isEmpty {
            tools = URL(fileURLWithPath: named, isDirectory: true)
        } else {
            tools = folders.lazy.compactMap(toolsAbove).first ?? folders[folders.count - 1].appending(path: "Tools")
        }
        let script = tools.appending(path: "tracker/tracker.py")
        guard FileManager.default.fileExists(atPath: script.path) else {
            throw .scriptMissing(path: script.path)
        }
        let venv =
            environment["VISAVIS_VENV"].flatMap { $0.isEmpty ? nil : URL(fileURLWithPath: $0, isDirectory: true) }
            ?? tools.deletingLastPathComponent().appending(path: ".venv")
        let python = venv.appending(path: "bin/python")
        // The stamp is written last by Tools/setup: without it the environment is half made.
        guard FileManager.default.isExecutableFile(atPath: python.path),
            FileManager.default.fileExists(atPath: venv.appending(path: "lock.sha256").path)
        else { throw .environmentMissing(path: venv.path) }
        return TrackerInstallation(python: python, script: script)
    }

    private static func toolsAbove(_ folder: URL) -> URL? {
        var folder = folder.standardizedFileURL
        for _ in 0..<16 {
            let tools = folder.appending(path: "Tools")
            if FileManager.default.fileExists(atPath: tools.appending(path: "tracker/tracker.py").path) {
                return tools
            }
            if folder.path == "/" { break }
            folder.deleteLastPathComponent()
        }
        return nil
    }
}
