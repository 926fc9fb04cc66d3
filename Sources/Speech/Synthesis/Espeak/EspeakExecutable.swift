internal import Foundation

/// Where the helper `visavis-espeak` is, looked for once.
struct EspeakExecutable: Equatable, Sendable {
    let path: String

    static let variable = "VISAVIS_ESPEAK"

    /// Why there is none, as a clause that goes on after "because" or a colon.
    struct Missing: Error, Equatable { var reason: String }

    /// At `configured`; else where VISAVIS_ESPEAK says; else beside the program that is running.
    static func find(configured: String? = nil) throws(Missing) -> EspeakExecutable {
        if let configured { return try check(configured, "the configured helper") }
        if let named = ProcessInfo.processInfo.environment[variable], !named.isEmpty {
            return try check(named, "the helper that \(variable) names,")
        }
        let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let folder = URL(fileURLWithPath: own ?? CommandLine.arguments[0]).deletingLastPathComponent()
        return try check(folder.appending(path: "visavis-espeak").path, "the helper")
    }

    private static func check(_ path: String, _ what: String) throws(Missing) -> EspeakExecutable {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
            throw Missing(reason: "\(what) \(path) does not exist; build it, or set \(variable)")
        }
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Missing(reason: "\(what) \(path) may not be executed")
        }
        return EspeakExecutable(path: path)
    }
}
