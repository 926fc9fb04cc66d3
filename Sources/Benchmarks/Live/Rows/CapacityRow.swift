/// How many sessions one processor core serves before a picture is late.
extension LiveBench {
    /// What one number of sessions cost.
    private struct Load {
        var sessions: Int
        /// Pictures and slots the server sent late or never, as it counts them itself.
        var lateOrDropped: Double
        /// Pictures missing at the receivers, beyond one each for the edges of the time measured.
        var missing: Int
        /// The longest time between two pictures at any receiver, in milliseconds.
        var longestGap: Double
        /// Share of one core.
        var cores: Double

        var isPunctual: Bool { lateOrDropped == 0 && missing == 0 }
    }

    private static let window = 30.0
    private static let framesPerSecond = 25.0

    func measureSpeaking(into report: inout BenchReport) async throws {
        try await measureCapacity(.speaking, first: 6, step: 1, last: 20, isSpeaking: true, into: &report)
    }

    func measureIdle(into report: inout BenchReport) async throws {
        try await measureCapacity(.idle, first: 40, step: 5, last: 100, isSpeaking: false, into: &report)
    }

    private func measureCapacity(
        _ figure: LiveFigure, first: Int, step: Int, last: Int, isSpeaking: Bool, into report: inout BenchReport
    ) async throws {
        let all = ProcessorSet.available
        guard all.count >= 2, ProcessorSet.isToolThere else {
            return report.skip(figure.title, because: "needs two processors and taskset (util-linux)")
        }
        ProcessorSet.bindThisProcess(to: Array(all.dropFirst()))
        defer { ProcessorSet.bindThisProcess(to: all) }
        let loads = try await withServer(processors: [all[0]]) { server, client in
            let crowd = Crowd(client, avatar: options.avatar)
            do {
                let loads = try await steps(figure, server, client, crowd, first, step, last, isSpeaking)
                await crowd.close()
                return loads
            } catch {
                await crowd.close()
                throw error
            }
        }
        let punctual = loads.filter(\.isPunctual).max { $0.sessions < $1.sessions }
        report.measure(
            "\(isSpeaking ? "speaking 720p25" : "idle 720p25") sessions per core", Double(punctual?.sessions ?? 0), "",
            .atLeast(Double(first)))
        for load in loads.sorted(by: { $0.sessions < $1.sessions }) {
            let name = "\(figure.rawValue), \(load.sessions) sessions"
            report.explain("\(name): cores used", load.cores, "")
            report.explain("\(name): late or dropped", load.lateOrDropped, "")
            report.explain("\(name): missing at receivers", Double(load.missing), "")
            report.explain("\(name): longest gap at a receiver", load.longestGap, "ms")
        }
    }

    /// From `first` upwards until a picture is late, or downwards until none is.
    private func steps(
        _ figure: LiveFigure, _ server: ServerProcess, _ client: V1Client, _ crowd: Crowd, _ first: Int, _ step: Int,
        _ last: Int, _ isSpeaking: Bool
    ) async throws -> [Load] {
        var loads: [Load] = []
        var sessions = first
        while sessions > 0 && sessions <= last {
            progress("\(figure.title): \(sessions)", nil)
            let load = try await hold(sessions, server, client, crowd, isSpeaking)
            loads.append(load)
            let goesUp = loads[0].isPunctual
            if load.isPunctual != goesUp { break }
            sessions += goesUp ? step : -step
        }
        return loads
    }

    private func hold(
        _ sessions: Int, _ server: ServerProcess, _ client: V1Client, _ crowd: Crowd, _ isSpeaking: Bool
    ) async throws -> Load {
        try await crowd.grow(to: sessions)
        if isSpeaking { try await crowd.keepSpeaking() }
        // What opening cost has passed, and all speak.
        try await Task.sleep(for: .seconds(4))
        let page = try await client.metrics()
        guard page.has("visavis_stage_pictures_total") else {
            throw LiveBenchError.missed("the server's own count of pictures (visavis_stage_pictures_total)")
        }
        let (began, figures, counts) = (MonotonicClock.now, try server.figures(), await crowd.takeCounts())
        try await Task.sleep(for: .seconds(Self.window))
        let (ended, laterFigures, laterCounts) = (MonotonicClock.now, try server.figures(), await crowd.takeCounts())
        let laterPage = try await client.metrics()
        let seconds = Double(ended - began) / 1e9
        let expected = Int(seconds * Self.framesPerSecond) - 1
        func counted(_ name: String) -> Double { laterPage.sum(name) - page.sum(name) }
        return Load(
            sessions: sessions,
            lateOrDropped: counted("visavis_stage_frames_late_total") + counted("visavis_stage_frames_dropped_total")
                + counted("visavis_stage_slots_late_total"),
            missing: zip(counts, laterCounts).reduce(0) { $0 + max(0, expected - ($1.1.pictures - $1.0.pictures)) },
            longestGap: (laterCounts.map(\.gap).max() ?? 0).milliseconds,
            cores: (laterFigures.processorSeconds - figures.processorSeconds) / seconds)
    }
}
