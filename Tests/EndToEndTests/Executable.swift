import Foundation

/// The built `visavis`, run as a person would run it.
struct Executable {
    struct Outcome {
        var exitCode: Int32
        var output: String
        var errors: String
    }

    /// It lies beside the test bundle, which `/proc/self/exe` is.
    static let url: URL = {
        let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent("visavis")
    }()

    /// The root of the repository, with README, docs and fixtures.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func fixture(_ name: String) -> String { root.appendingPathComponent("Tests/Fixtures/\(name)").path }

    /// Runs to the end with stdin closed. Output goes through files, so that no amount of it can block the child.
    static func run(_ arguments: String..., in folder: URL? = nil) throws -> Outcome {
        try run(arguments, in: folder)
    }

    static func run(_ arguments: [String], in folder: URL? = nil) throws -> Outcome {
        try Scratch.use { scratch in
            let process = Process()
            process.executableURL = url
            process.arguments = arguments
            process.currentDirectoryURL = folder ?? scratch
            process.standardInput = FileHandle.nullDevice
            let files = try ["output", "errors"].map { name in
                let file = scratch.appendingPathComponent(name)
                try Data().write(to: file)
                return (file, try FileHandle(forWritingTo: file))
            }
            process.standardOutput = files[0].1
            process.standardError = files[1].1
            try process.run()
            process.waitUntilExit()
            return Outcome(
                exitCode: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
                output: try String(contentsOf: files[0].0, encoding: .utf8),
                errors: try String(contentsOf: files[1].0, encoding: .utf8))
        }
    }
}

/// A folder that exists while `body` runs.
enum Scratch {
    static func use<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("visavis-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }
}
