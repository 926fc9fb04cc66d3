/// Five hundred sessions opened and closed: what stays behind.
extension LiveBench {
    private static let batches = 25
    private static let batch = 20
    /// Batches after which memory has to stand still.
    private static let settled = 10

    func measureChurn(into report: inout BenchReport) async throws {
        let (start, states) = try await withServer { server, client in
            let crowd = Crowd(client, avatar: options.avatar)
            do {
                let result = try await churn(server, crowd)
                await crowd.close()
                return result
            } catch {
                await crowd.close()
                throw error
            }
        }
        guard let end = states.last else { throw LiveBenchError.missed("the server's figures") }
        let memory = states.map { Double($0.residentKB) / 1024 }
        report.measure("threads left after 500 sessions", Double(end.threads - start.threads), "", .atMost(0))
        report.measure(
            "descriptors left after 500 sessions", Double(end.descriptors - start.descriptors), "", .atMost(0))
        report.measure(
            "memory grown over the last 300 of 500 sessions", memory[Self.batches - 1] - memory[Self.settled - 1], "MB",
            .atMost(5))
        report.explain("churn: threads before", Double(start.threads), "")
        report.explain("churn: descriptors before", Double(start.descriptors), "")
        report.explain("churn: memory before", Double(start.residentKB) / 1024, "MB")
        report.explain("churn: memory after 200", memory[Self.settled - 1], "MB")
        report.explain("churn: memory after 500", memory[Self.batches - 1], "MB")
    }

    /// The figures after a batch that does not count, which makes what all later ones share (threads of pools, the
    /// client's own HTTP connections), and after every one that does.
    private func churn(_ server: ServerProcess, _ crowd: Crowd) async throws -> (ProcessFigures, [ProcessFigures]) {
        try await crowd.grow(to: Self.batch)
        await crowd.close()
        let start = try await calm(server, below: nil)
        var states: [ProcessFigures] = []
        for number in 0..<Self.batches {
            progress(LiveFigure.churn.title, Double(number) / Double(Self.batches))
            try await crowd.grow(to: Self.batch)
            await crowd.close()
            states.append(try await calm(server, below: start))
        }
        return (start, states)
    }

    /// The figures once threads and descriptors are no more than `start`'s, or after ten seconds; without `start`,
    /// after three.
    private func calm(_ server: ServerProcess, below start: ProcessFigures?) async throws -> ProcessFigures {
        for _ in 0..<50 {
            try await Task.sleep(for: .milliseconds(start == nil ? 60 : 200))
            let now = try server.figures()
            if let start, now.threads <= start.threads, now.descriptors <= start.descriptors { return now }
        }
        return try server.figures()
    }
}
