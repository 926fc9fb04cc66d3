internal import Foundation

/// streaming.new → the first decoded picture in a browser, by `Tests/Live/first_frame.py`.
extension LiveBench {
    private static let pageLoads = 20

    func measureJoin(into report: inout BenchReport) async throws {
        guard let (python, script) = Self.browserTools(near: options.executable) else {
            return report.skip(
                LiveFigure.join.title, because: "needs Chromium and Python's playwright: run Tests/Live/setup")
        }
        let times = try await withServer { server, _ in
            try await Self.run(
                python,
                [
                    script.path, "--server", server.url.absoluteString, "--loads", String(Self.pageLoads), "--avatar",
                    options.avatar,
                ], environment: ["VISAVIS_API_KEY": server.key])
        }
        report.measure(
            "streaming.new → first decoded picture in Chromium, p50", Statistics.median(times), "ms", .atMost(500))
        report.explain("join: p95", Statistics.quantile(0.95, of: times), "ms")
        report.explain("join: loads", Double(times.count), "")
    }

    /// The interpreter of the live tests and the script, upwards from the executable or the current folder.
    private static func browserTools(near executable: URL) -> (python: URL, script: URL)? {
        let files = FileManager.default
        for start in [executable.resolvingSymlinksInPath(), URL(fileURLWithPath: files.currentDirectoryPath)] {
            var folder = start
            while folder.pathComponents.count > 1 {
                let python = folder.appending(path: ".venv-live/bin/python")
                let script = folder.appending(path: "Tests/Live/first_frame.py")
                if files.isExecutableFile(atPath: python.path), files.fileExists(atPath: script.path) {
                    return (python, script)
                }
                folder.deleteLastPathComponent()
            }
        }
        return nil
    }

    /// Runs the script to its end and reads the list of numbers it prints.
    private static func run(
        _ program: URL, _ arguments: [String], environment: [String: String]
    ) async throws -> [Double] {
        let child = Child(program, arguments, environment)
        let output = try await withTaskCancellationHandler {
            try await Task.detached { try child.output() }.value
        } onCancel: {
            child.process.terminate()
        }
        try Task.checkCancellation()
        guard let times = try? JSONDecoder().decode([Double].self, from: output), !times.isEmpty else {
            throw LiveBenchError.missed("pictures in Chromium; \(program.lastPathComponent) printed none")
        }
        return times
    }

    private final class Child: @unchecked Sendable {
        let process = Process()
        private let pipe = Pipe()

        init(_ program: URL, _ arguments: [String], _ environment: [String: String]) {
            process.executableURL = program
            process.arguments = arguments
            process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
            process.standardOutput = pipe
        }

        /// Blocks until the end.
        func output() throws -> Data {
            try process.run()
            let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            return data
        }
    }
}
