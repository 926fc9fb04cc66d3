import Foundation

/// The built `visavis`, run as a person would run it.
enum Executable {
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

    static func run(_ arguments: String..., in folder: URL? = nil) throws -> Outcome {
        try run(arguments, in: folder)
    }

    static func run(
        _ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:]
    ) throws -> Outcome {
        try start(arguments, in: folder ?? FileManager.default.temporaryDirectory, environment: environment).finish()
    }

    /// - Parameter environment: Set beside what this process has.
    static func start(_ arguments: [String], in folder: URL, environment: [String: String] = [:]) throws -> Run {
        try Run(arguments, in: folder, environment: environment)
    }

    /// One run of the executable, with stdin closed. Its output goes into a file, so that no amount can block it.
    final class Run {
        let process = Process()
        private let output: URL
        private let errorPipe = Pipe()
        private var errors = Data()

        init(_ arguments: [String], in folder: URL, environment: [String: String]) throws {
            let name = "visavis-output-\(UUID().uuidString)"
            output = FileManager.default.temporaryDirectory.appendingPathComponent(name)
            process.executableURL = url
            process.arguments = arguments
            process.currentDirectoryURL = folder
            process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
            process.standardInput = FileHandle.nullDevice
            try Data().write(to: output)
            process.standardOutput = try FileHandle(forWritingTo: output)
            process.standardError = errorPipe
            try process.run()
        }

        deinit { try? FileManager.default.removeItem(at: output) }

        /// Blocks until `text` came on stderr or the process ended.
        func waitForErrors(containing text: String) {
            while !String(decoding: errors, as: UTF8.self).contains(text) {
                let more = errorPipe.fileHandleForReading.availableData
                if more.isEmpty { return }
                errors += more
            }
        }

        /// The first line on stderr with `text` in it, waited for; empty when the process ends before.
        func waitForErrorLine(containing text: String) -> String {
            while true {
                let lines = String(decoding: errors, as: UTF8.self).split(
                    separator: "\n", omittingEmptySubsequences: false)
                if let line = lines.dropLast().first(where: { $0.contains(text) }) { return String(line) }
                let more = errorPipe.fileHandleForReading.availableData
                if more.isEmpty { return "" }
                errors += more
            }
        }

        func finish() throws -> Outcome {
            errors += try errorPipe.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            let code = process.terminationStatus
            return Outcome(
                exitCode: process.terminationReason == .exit ? code : -code,
                output: try String(contentsOf: output, encoding: .utf8),
                errors: String(decoding: errors, as: UTF8.self))
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

    /// The same for a body that waits.
    static func keep<Result>(while body: (URL) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("visavis-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder)
    }
}
