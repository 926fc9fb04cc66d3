internal import Foundation

/// Where the helper `visavis-extract` is.
struct ExtractExecutable: Equatable, Sendable {
    let path: String

    static let variable = "VISAVIS_EXTRACT"

    /// At `configured`; else where VISAVIS_EXTRACT says; else beside the program that is running.
    /// - Throws: `IngestionError.readerMissing`.
    static func find(configured: String? = nil) throws(IngestionError) -> ExtractExecutable {
        if let configured { return try check(configured, "the configured helper") }
        if let named = ProcessInfo.processInfo.environment[variable], !named.isEmpty {
            return try check(named, "the helper that \(variable) names,")
        }
        let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let folder = URL(fileURLWithPath: own ?? CommandLine.arguments[0]).deletingLastPathComponent()
        return try check(folder.appending(path: "visavis-extract").path, "the helper")
    }

    private static func check(_ path: String, _ what: String) throws(IngestionError) -> ExtractExecutable {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
            throw .readerMissing(reason: "\(what) \(path) does not exist; build it, or set \(variable)")
        }
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw .readerMissing(reason: "\(what) \(path) may not be executed; give it back its right to run")
        }
        return ExtractExecutable(path: path)
    }
}
