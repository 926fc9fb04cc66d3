internal import Foundation

/// How a server is measured: started, waited for until its avatar idles from its loops, used and ended.
struct MeasuredServer: Sendable {
    var executable: URL
    var avatar: String
    /// Logical processors it may use; nil for all.
    var processors: [Int]?
    /// Further `VISAVIS_…` variables.
    var environment: [String: String] = [:]

    init(executable: URL, avatar: String) {
        self.executable = executable
        self.avatar = avatar
    }

    /// Starts a server, runs `body` with it and ends it, whatever happens.
    func run<Result>(_ body: (ServerProcess, V1Client) async throws -> Result) async throws -> Result {
        let server = try await ServerProcess.start(
            ServerProcess.Setup(
                executable: executable, processors: processors,
                environment: Self.environment.merging(environment) { $1 }))
        let client = V1Client(server: server.url, key: server.key)
        do {
            try await waitForLoops(client)
            let result = try await body(server, client)
            client.close()
            await server.stop()
            return result
        } catch {
            let isRunning = server.isRunning
            let words = server.lastWords
            client.close()
            await server.stop()
            throw isRunning || error is CancellationError ? error : LiveBenchError.serverEnded(lastWords: words)
        }
    }

    /// A new server renders idle pictures one by one until its loops are encoded. Returns when a session has been shown
    /// them, with that session closed.
    private func waitForLoops(_ client: V1Client) async throws {
        func shown() async throws -> Double {
            try await client.metrics().sum("visavis_stage_pictures_total", label: "source=\"loop\"")
        }
        let visit = try await Visit.open(client, Visit.Wishes(avatar: avatar))
        let deadline = ContinuousClock.now + .seconds(180)
        do {
            while try await shown() == 0 {
                guard ContinuousClock.now < deadline else { throw LiveBenchError.missed("the loops of an idle avatar") }
                try await Task.sleep(for: .milliseconds(200))
            }
        } catch {
            await visit.close()
            throw error
        }
        await visit.close()
    }

    /// Limits that a benchmark would run into, and the loops that are ready from the start.
    private static let environment = [
        "VISAVIS_LOG_LEVEL": "warning", "VISAVIS_MAX_SESSIONS": "1000", "VISAVIS_MAX_SESSIONS_PER_KEY": "1000",
        "VISAVIS_REQUESTS_PER_SECOND": "10000", "VISAVIS_QUALITY": "high", "VISAVIS_CODEC": "H264",
    ]
}
