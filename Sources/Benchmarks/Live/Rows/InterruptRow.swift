internal import Core

/// Interrupt → the last voiced sound and a closed mouth at the receiver.
extension LiveBench {
    private static let interrupts = 24

    func measureInterrupt(into report: inout BenchReport) async throws {
        let times = try await withServer { _, client in
            let visit = try await watchfulVisit(client)
            do {
                let times = try await interruptions(visit)
                await visit.close()
                return times
            } catch {
                await visit.close()
                throw error
            }
        }
        for (name, values) in [
            ("interrupt → silence", times.map(\.silence)), ("interrupt → closed mouth", times.map(\.closed)),
        ] {
            report.measure("\(name), p95", Statistics.quantile(0.95, of: values), "ms", .atMost(150))
            report.explain("\(name), p50", Statistics.median(values), "ms")
        }
        report.explain("interrupt: interrupts", Double(times.count), "")
    }

    private func interruptions(_ visit: Visit) async throws -> [(silence: Double, closed: Double)] {
        var random = SplitMix64(seed: 5)
        var times: [(silence: Double, closed: Double)] = []
        while times.count < Self.interrupts {
            progress(LiveFigure.interrupt.title, Double(times.count) / Double(Self.interrupts))
            try await visit.rest()
            let call = try await visit.say(SpokenTexts.lecture(times.count))
            _ = try await visit.firstSpeech(after: call.began)
            try await Task.sleep(for: .milliseconds(500 + Int(random.next() % 2000)))
            // In the midst of a word, with the mouth open: pauses would flatter.
            _ = try await visit.reception.until("the midst of a word") { state -> Bool? in
                guard let model = state.model, let picture = state.pictures.last else { return nil }
                let isVoiced = state.sounds.suffix(2).allSatisfy(\.isVoiced)
                return isVoiced && picture.mouth >= model.threshold ? true : nil
            }
            let interrupt = try await visit.interrupt()
            // Long enough to see a voice or a mouth that goes on.
            try await Task.sleep(for: .milliseconds(1200))
            times.append(
                visit.reception.read { state in
                    let threshold = state.model?.threshold ?? 0
                    let sounds = state.sounds.filter { $0.decoded > interrupt.began }
                    let pictures = state.pictures.filter { $0.decoded > interrupt.began }
                    let voiced = sounds.last(where: \.isVoiced)
                    let lastOpen = pictures.lastIndex { $0.mouth >= threshold }
                    // The picture after the last open one; one that is open to the end has not closed at all.
                    let closed = lastOpen.map { $0 + 1 < pictures.count ? pictures[$0 + 1].decoded : .max }
                    return (
                        ((voiced?.decoded ?? interrupt.began) - interrupt.began).milliseconds,
                        closed == .max ? .infinity : ((closed ?? interrupt.began) - interrupt.began).milliseconds
                    )
                })
            try await visit.finished(call.task)
        }
        return times
    }
}
