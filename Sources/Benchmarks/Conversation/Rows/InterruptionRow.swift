internal import Core
internal import Synchronization

/// A visitor's first voiced sample → the avatar's last one at the receiver, while she speaks a long text.
extension ConversationBench {
    private static let interruptions = 30
    private static let perVisit = 10
    /// Those beyond are told by what was said; also the bound of the 95th percentile.
    private static let late = 500.0

    func measureInterruptions(into report: inout BenchReport) async throws {
        let texts = Array(ListenerSounds.interruptions.prefix(trials(Self.interruptions)))
        var brokenOff = 0
        let times = try await server().run { _, client in
            var times: [Double] = []
            while times.count < texts.count {
                let visitor = try await Visitor.open(client, avatar: options.avatar, seed: UInt64(times.count))
                do {
                    for number in times.count..<min(times.count + Self.perVisit, texts.count) {
                        progress(ConversationFigure.interruptions.title, Double(number) / Double(texts.count))
                        let speech = try await speech(texts[number], number)
                        let time = try await interrupt(visitor, with: speech, number)
                        times.append(time)
                        if time > Self.late {
                            let said = "\u{201C}\(speech.text)\u{201D}" + (number % 2 == 1 ? " through her echo" : "")
                            progress("\(said): \(BenchReport.short(time)) ms\(visitor.told())", nil)
                        }
                    }
                    brokenOff += visitor.brokenOff.load(ordering: .relaxed)
                    await visitor.close()
                } catch {
                    await visitor.close()
                    throw error
                }
            }
            return times
        }
        let name = "visitor's first sample → avatar silent"
        report.measure("\(name), p50", Statistics.quantile(0.5, of: times), "ms", .atMost(350))
        report.measure("\(name), p95", Statistics.quantile(0.95, of: times), "ms", .atMost(Self.late))
        let groups = [("without echo", 0), ("with her echo", 1)]
        for (title, rest) in groups {
            let values = times.enumerated().filter { $0.offset % 2 == rest }.map(\.element)
            guard !values.isEmpty else { continue }
            report.explain("\(name), \(title), p50", Statistics.quantile(0.5, of: values), "ms")
            report.explain("\(name), \(title), p95", Statistics.quantile(0.95, of: values), "ms")
        }
        report.explain("interruptions", Double(times.count), "")
        report.explain("texts broken off before the visitor spoke", Double(brokenOff), "")
        report.explain("interruptions that did not stop her", Double(times.count { !$0.isFinite }), "")
    }

    /// Milliseconds; infinite when she did not stop within six seconds.
    private func interrupt(_ visitor: Visitor, with speech: VisitorSpeech, _ number: Int) async throws -> Double {
        try await visitor.beginLecture(SpokenTexts.lecture(number), hasEcho: number % 2 == 1, number) { call in
            let span = visitor.speak(speech)
            let stop = try await visitor.within(.seconds(6)) { state in
                state.events.last { $0.task == call.task && $0.type == "avatar_stop_talking" }
            }
            guard let stop else { return Double.infinity }
            // Long enough to hear a voice that goes on.
            try await Task.sleep(for: .milliseconds(600))
            let sounds = visitor.reception.read { state in
                state.sounds(after: span.begin).map { (time: $0.decoded, isVoiced: $0.isVoiced) }
            }
            // What begins after that event is her answer.
            let silent = VoicedStretches(sounds).end(ofThoseBefore: stop.time) ?? span.begin
            // The next text begins when nobody speaks any more.
            try await Task.sleep(for: .nanoseconds(max(0, span.end - MonotonicClock.now)))
            _ = try await visitor.within(.seconds(4)) { state in
                state.events.last { $0.time > span.begin && $0.type == "user_stop" }
            }
            return (silent - span.begin).milliseconds
        }
    }
}

extension Visitor {
    /// The newest events of the visitor's turns, and how long ago they came.
    fileprivate func told() -> String {
        let now = MonotonicClock.now
        let events = reception.read { state in state.events.suffix(12).filter { $0.time > now - 10_000_000_000 } }
        return events.map { event in
            let text = event.content.message.map { " \u{201C}\($0)\u{201D}" } ?? ""
            return "; \(event.type)\(text) \(Int((now - event.time).milliseconds)) ms ago"
        }.joined()
    }

    /// Lets her speak a long text, and runs `body` in the midst of a word after one to three seconds of it. A text that is
    /// broken off before is counted in ``brokenOff``, and begun again.
    func beginLecture<Result>(
        _ text: String, hasEcho: Bool, _ number: Int, _ body: (Visit.Call) async throws -> Result
    ) async throws -> Result {
        defer { microphone.setEcho(nil) }
        var random = SplitMix64(seed: UInt64(number))
        for _ in 0..<Self.attempts {
            try await hush()
            microphone.setEcho(hasEcho ? EchoPath() : nil)
            let call = try await visit.say(text)
            guard try await firstVoice(after: call.began, within: .seconds(10)) != nil else { continue }
            try await Task.sleep(for: .milliseconds(1000 + Int(random.next() % 2000)))
            if try await isMidWord() { return try await body(call) }
            brokenOff.add(1, ordering: .relaxed)
        }
        throw LiveBenchError.missed("a text that is not broken off before anybody speaks")
    }

    private static let attempts = 4
}
