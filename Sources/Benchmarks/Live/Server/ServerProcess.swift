internal import Foundation

/// A server of its own for a benchmark: `visavis serve` in a child process with an empty data folder and a free port of
/// the loopback interface. Ended with ``stop()``; its folder goes with it.
final class ServerProcess: Sendable {
    /// How the child is started.
    struct Setup: Sendable {
        var executable: URL
        /// Logical processors it may use; nil for all.
        var processors: [Int]?
        /// Further `VISAVIS_…` variables.
        var environment: [String: String] = [:]
    }

    let url: URL
    let key: String
    let processID: Int32
    let folder: URL
    private let process: Child

    /// The handle; Foundation's `Process` is locked inside.
    private final class Child: @unchecked Sendable {
        let process = Process()
    }

    /// The first start encodes an avatar's loops, seconds each, before the server is ready.
    private static let startLimit: Int64 = 180_000_000_000
    private static let stopLimit: Int64 = 20_000_000_000

    /// Returns when the server says that it is ready.
    static func start(_ setup: Setup) async throws -> ServerProcess {
        let server = try ServerProcess(setup)
        do {
            try await server.waitUntilReady()
        } catch {
            await server.stop()
            throw error
        }
        return server
    }

    private init(_ setup: Setup) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "visavis-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let port = try Self.freePort()
        url = URL(string: "http://127.0.0.1:\(port)")!
        key = "bench-" + UUID().uuidString
        process = Child()
        let log = folder.appending(path: "server.log")
        try Data().write(to: log)
        let output = try FileHandle(forWritingTo: log)
        defer { try? output.close() }
        var words = [
            setup.executable.path, "serve", "--host", "127.0.0.1", "--port", String(port), "--data",
            folder.appending(path: "data").path,
        ]
        // taskset becomes what it starts, so the process id is the server's.
        if let processors = setup.processors {
            words = [ProcessorSet.tool.path, "-c", ProcessorSet.text(processors)] + words
        }
        process.process.executableURL = URL(fileURLWithPath: words[0])
        process.process.arguments = Array(words.dropFirst())
        var environment = ProcessInfo.processInfo.environment
        environment.merge(setup.environment) { $1 }
        environment["VISAVIS_API_KEY"] = key
        process.process.environment = environment
        process.process.standardInput = FileHandle.nullDevice
        process.process.standardOutput = output
        process.process.standardError = output
        try process.process.run()
        processID = process.process.processIdentifier
    }

    /// The last lines of the server's log.
    var lastWords: String {
        let text = (try? String(contentsOf: folder.appending(path: "server.log"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(5).joined(separator: " | ")
    }

    var isRunning: Bool { process.process.isRunning }

    func figures() throws(LiveBenchError) -> ProcessFigures {
        guard let figures = ProcessFigures(of: processID) else { throw .serverEnded(lastWords: lastWords) }
        return figures
    }

    /// SIGTERM, patience, SIGKILL. Also when the calling task is cancelled: a child never stays behind.
    func stop() async {
        if process.process.isRunning { process.process.terminate() }
        let deadline = MonotonicClock.now + Self.stopLimit
        while process.process.isRunning {
            if MonotonicClock.now > deadline { _ = kill(processID, SIGKILL) }
            // A cancelled task's sleep returns at once, hence a thread's.
            await Task.detached { _ = usleep(20_000) }.value
        }
        try? FileManager.default.removeItem(at: folder)
    }

    private func waitUntilReady() async throws {
        let client = V1Client(server: url, key: key)
        defer { client.close() }
        let deadline = MonotonicClock.now + Self.startLimit
        while !(await client.isReady()) {
            try Task.checkCancellation()
            guard process.process.isRunning else { throw LiveBenchError.serverEnded(lastWords: lastWords) }
            guard MonotonicClock.now < deadline else { throw LiveBenchError.serverNotReady(lastWords: lastWords) }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// A TCP port nobody listens on at this moment.
    private static func freePort() throws -> UInt16 {
        let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard handle >= 0 else { throw LiveBenchError.noPort }
        defer { close(handle) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(handle, $0, size) == 0 && getsockname(handle, $0, &size) == 0
            }
        }
        guard isBound else { throw LiveBenchError.noPort }
        return UInt16(bigEndian: address.sin_port)
    }
}
