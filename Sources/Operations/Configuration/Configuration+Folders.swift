package import Foundation

extension Configuration {
    /// Where the server keeps what it must not lose (XDG Base Directory Specification 0.8).
    package func dataFolder(environment: [String: String] = ProcessInfo.processInfo.environment) -> URL {
        if !server.data.isEmpty { return URL(fileURLWithPath: server.data, isDirectory: true) }
        let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory()
        let given = environment["XDG_DATA_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        return URL(fileURLWithPath: given ?? home + "/.local/share", isDirectory: true)
            .appending(path: "visavis", directoryHint: .isDirectory)
    }
}
