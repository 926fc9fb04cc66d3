internal import Core

/// Task in → first voiced sound and first moving lips, decoded at the receiver.
extension LiveBench {
    private static let tasks = 60

    /// One task's times in milliseconds since its request was about to be written.
    private struct Times {
        var accepted = 0.0
        var soundArrived = 0.0
        var sound = 0.0
        var lipsArrived = 0.0
        var lips = 0.0
        /// As the server's own histograms say; not a number where it has none.
        var firstSlot = Double.nan
    }

    func measureLatency(into report: inout BenchReport) async throws {
        let times = try await withServer { _, client in
            let visit = try await watchfulVisit(client)
            do {
                let times = try await latencies(visit, client)
                await visit.close()
                return times
            } catch {
                await visit.close()
                throw error
            }
        }
        func rows(_ name: String, _ value: (Times) -> Double) {
            let values = times.map(value)
            report.measure("\(name), p50", Statistics.quantile(0.50, of: values), "ms", .atMost(200))
            report.measure("\(name), p95", Statistics.quantile(0.95, of: values), "ms", .atMost(300))
        }
        rows("task in → voiced sound decoded") { $0.sound }
        rows("task in → moving lips decoded") { $0.lips }
        rows("task in → both decoded") { max($0.sound, $0.lips) }

        func explain(_ name: String, _ value: (Times) -> Double) {
            let values = times.map(value).filter(\.isFinite)
            guard !values.isEmpty else { return }
            report.explain("latency: \(name), p50", Statistics.median(values), "ms")
            report.explain("latency: \(name), p95", Statistics.quantile(0.95, of: values), "ms")
        }
        explain("task in → API answered") { $0.accepted }
        explain("speech asked for → first slot sent (server)") { $0.firstSlot }
        explain("task in → voiced sound arrived") { $0.soundArrived }
        explain("voiced sound arrived → decoded") { $0.sound - $0.soundArrived }
        explain("task in → moving lips arrived") { $0.lipsArrived }
        explain("moving lips arrived → decoded") { $0.lips - $0.lipsArrived }
        report.explain("latency: tasks", Double(times.count), "")
    }

    private func latencies(_ visit: Visit, _ client: V1Client) async throws -> [Times] {
        var random = SplitMix64(seed: 3)
        var times: [Times] = []
        // Two tasks that do not count, as any server that is used has had them.
        for number in -2..<Self.tasks {
            progress(LiveFigure.latency.title, Double(max(number, 0)) / Double(Self.tasks))
            let isLong = number % 4 == 3
            let pool = isLong ? SpokenTexts.long : SpokenTexts.short
            let text = pool[Int(random.next() % UInt64(pool.count))]
            try await visit.rest()
            // Every third task comes right after the end of the one before, the others after 0.3 … 3.3 s of idling.
            if number % 3 != 0 { try await Task.sleep(for: .milliseconds(300 + Int(random.next() % 3000))) }
            // Idle mouths may move as well: what counts begins from rest.
            try await visit.rest()
            let earlier = try await client.metrics()
            let call = try await visit.say(text)
            let (sound, lips) = try await visit.firstSpeech(after: call.began)
            if isLong {
                try await Task.sleep(for: .seconds(1))
                _ = try await visit.interrupt()
            }
            try await visit.finished(call.task)
            let later = try await client.metrics()
            guard number >= 0 else { continue }
            var entry = Times()
            entry.accepted = (call.answered - call.began).milliseconds
            entry.soundArrived = (sound.arrival - call.began).milliseconds
            entry.sound = (sound.decoded - call.began).milliseconds
            entry.lipsArrived = (lips.arrival - call.began).milliseconds
            entry.lips = (lips.decoded - call.began).milliseconds
            func stage(_ name: String) -> Double {
                let mean = later.mean(of: "visavis_stage_seconds", since: earlier, label: "stage=\"\(name)\"")
                return mean.map { $0 * 1000 } ?? .nan
            }
            entry.firstSlot = stage("speech_to_first_sample")
            times.append(entry)
        }
        return times
    }
}
