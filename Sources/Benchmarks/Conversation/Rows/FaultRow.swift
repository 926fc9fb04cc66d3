internal import Foundation
internal import StandIns

/// Providers that fail in each way: what the visitor hears and is told, and whether the session goes on.
extension ConversationBench {
    /// The stand-ins of one server.
    private struct Providers {
        let asr: StandInProvider
        let llm: StandInProvider
        let tts: StandInProvider

        init() throws {
            let script = StandInScript(
                otherwise: "We open at nine o'clock.", transcript: "when do you open in the morning")
            asr = try StandInProvider(script)
            llm = try StandInProvider(script)
            tts = try StandInProvider(script)
        }

        func stop() {
            asr.stop()
            llm.stop()
            tts.stop()
        }

        func befall(_ cell: FaultMatrix.Cell, _ fault: StandInScript.Fault?) {
            var script = StandInScript(
                otherwise: "We open at nine o'clock.", transcript: "when do you open in the morning")
            script.fault = fault
            self[cell.part].follow(script)
        }

        subscript(part: FaultMatrix.Part) -> StandInProvider {
            switch part {
            case .asr: asr
            case .llm: llm
            case .tts: tts
            }
        }

        /// The stand-ins' keys are any; how long each is waited for is what operators get.
        var environment: [String: String] {
            [
                "VISAVIS_ASR": "openai", "VISAVIS_ASR_URL": asr.url, "VISAVIS_ASR_MODEL": "stand-in",
                "VISAVIS_ASR_API_KEY": "a-key", "VISAVIS_MODEL_URL": llm.url, "VISAVIS_MODEL": "stand-in",
                "VISAVIS_MODEL_API_KEY": "a-key", "VISAVIS_TTS": "openai", "VISAVIS_TTS_URL": tts.url,
                "VISAVIS_TTS_MODEL": "stand-in", "VISAVIS_TTS_API_KEY": "a-key",
                "VISAVIS_TTS_VOICES": "stand-in=en-US",
                // What was said before may not come from a cache.
                "VISAVIS_TTS_CACHE": "0",
            ]
        }

        static let voice = "openai:stand-in"
    }

    /// What came of one cell.
    private struct Outcome {
        /// From the end of the question to the first voice, in seconds.
        var spoken: Double?
        var event: String?
        /// The next question, without the fault, was answered to its end by the provider, and nothing failed.
        var isAlive = false
        /// What was told after the fault was over.
        var after: [String] = []
        var title: String
    }

    func measureFaults(into report: inout BenchReport) async throws {
        let cells = FaultMatrix.Part.allCases.flatMap { part in
            FaultMatrix.cells.filter { $0.part == part }.prefix(trials(FaultMatrix.cells.count))
        }
        let providers = try Providers()
        defer { providers.stop() }
        let outcomes = try await server(providers.environment).run { _, client in
            var outcomes: [Outcome] = []
            for (number, cell) in cells.enumerated() {
                progress(ConversationFigure.faults.title, Double(number) / Double(cells.count))
                let outcome: Outcome
                do {
                    outcome = try await self.outcome(of: cell, providers, client, number)
                } catch {
                    try Task.checkCancellation()
                    report.skip("provider faults: \(cell.title)", because: "\(error)")
                    continue
                }
                let event = outcome.event ?? "no event"
                progress(
                    "\(cell.title): \(event), \(outcome.spoken == nil ? "silence" : "heard"), "
                        + (outcome.isAlive ? "alive" : "dead: \(outcome.after.joined(separator: ", "))"), nil)
                outcomes.append(outcome)
            }
            return outcomes
        }
        func row(_ figure: String, _ holds: (Outcome) -> Bool) {
            let share = outcomes.isEmpty ? .nan : 100 * Double(outcomes.count(where: holds)) / Double(outcomes.count)
            report.measure("provider faults: \(figure)", share, "%", .exactly(100))
        }
        row("an apology or a fallback is heard") { $0.spoken != nil }
        row("a named event is told") { $0.event != nil }
        row("the next question is answered by the provider") { $0.isAlive }
        report.explain("provider faults: cells", Double(outcomes.count), "")
        for (title, reason) in FaultMatrix.leftOut {
            report.explain("provider faults: left out: \(title), as \(reason)", 1, "cell")
        }
        for outcome in outcomes {
            report.explain("provider faults: \(outcome.title): question → voice", outcome.spoken ?? .nan, "s")
        }
    }

    /// In a session of its own, whose voice is the provider's where that fails: a question with the fault, and one without.
    private func outcome(
        of cell: FaultMatrix.Cell, _ providers: Providers, _ client: V1Client, _ number: Int
    ) async throws -> Outcome {
        var outcome = Outcome(title: cell.title)
        providers.befall(cell, cell.fault)
        let visitor = try await Visitor.open(
            client, avatar: options.avatar, seed: UInt64(number), voice: cell.part == .tts ? Providers.voice : nil)
        do {
            let question = try await speech("When do you open in the morning?", number)
            let before = providers[cell.part].requests.count
            let first = try await put(question, cell.part, visitor)
            outcome.event = first.faults.first { $0.hasPrefix(cell.part.rawValue + "_") }
            outcome.spoken = first.spoken
            guard cell.fault == .refused || providers[cell.part].requests.count > before else {
                throw LiveBenchError.missed("a request to the \(cell.part.rawValue) stand-in")
            }
            providers.befall(cell, nil)
            let asked = providers[cell.part].requests.count
            let second = try await put(question, cell.part, visitor)
            outcome.isAlive =
                second.spoken != nil && second.isSpoken && second.faults.isEmpty
                && providers[cell.part].requests.count > asked
            outcome.after = second.told
            await visitor.close()
        } catch {
            await visitor.close()
            throw error
        }
        return outcome
    }

    private struct Reaction {
        var spoken: Double?
        /// Names of faults, and every event.
        var faults: [String]
        var told: [String]
        /// To its end.
        var isSpoken: Bool
    }

    /// Longer than every time-out of a part with its further attempts.
    private static let patience: Duration = .seconds(40)

    /// Asks aloud where hearing is what fails, in writing otherwise.
    private func put(_ question: VisitorSpeech, _ part: FaultMatrix.Part, _ visitor: Visitor) async throws -> Reaction {
        try await visitor.hush()
        let began = MonotonicClock.now
        var asked = began
        if part == .asr { asked = visitor.speak(question).end } else { _ = try await visitor.visit.ask(question.text) }
        let sound = try await visitor.firstVoice(after: asked, within: Self.patience)
        // Until she has said what she says; a fault in its middle is told by then.
        let stop = try await visitor.within(sound == nil ? .seconds(1) : .seconds(30)) { state in
            state.events.last { $0.time > began && $0.type == "avatar_stop_talking" }
        }
        let faults = visitor.events("conversation_error", since: began).compactMap(\.content.error)
        let told = visitor.reception.read { state in state.events.filter { $0.time >= began } }
        return Reaction(
            spoken: sound.map { ($0.decoded - asked).milliseconds / 1000 }, faults: faults,
            told: told.map { $0.content.error ?? $0.type }, isSpoken: stop != nil)
    }
}
