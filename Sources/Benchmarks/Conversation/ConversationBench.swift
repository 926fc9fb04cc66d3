package import Foundation
internal import Knowledge
internal import Speech

/// `visavis bench conversation`: visitors of synthetic voices who speak through WebRTC to a server in a process of its
/// own, and the figures that a conversation promises.
package struct ConversationBench: Sendable {
    package struct Options: Sendable {
        /// The `visavis` that is measured.
        package var executable: URL
        package var figures: [ConversationFigure] = ConversationFigure.allCases
        package var avatar = "ada"
        /// Documents, and `questions.csv` about them; see ``KnowledgeBench/measureAnswers(_:meaning:)``.
        package var knowledge: URL
        /// Trials of each kind, at most; nil for as many as the bounds are meant for.
        package var trials: Int?

        package init(executable: URL, knowledge: URL) {
            self.executable = executable
            self.knowledge = knowledge
        }
    }

    /// Called with what is being done and how far it is, 0…1.
    package typealias Progress = @Sendable (_ stage: String, _ fraction: Double?) -> Void

    let options: Options
    let voices: Voices
    let progress: Progress

    package init(_ options: Options, progress: @escaping Progress) {
        self.options = options
        self.progress = progress
        voices = Voices()
    }

    /// Measures one figure after the other. What cannot be measured is skipped with the reason; only cancelling ends the
    /// run early.
    package func run() async throws -> BenchReport {
        var report = BenchReport()
        do {
            for figure in ConversationFigure.allCases where options.figures.contains(figure) {
                try await attempt(figure, &report)
            }
        } catch {
            await voices.close()
            throw error
        }
        await voices.close()
        return report
    }

    private func attempt(_ figure: ConversationFigure, _ report: inout BenchReport) async throws {
        progress(figure.title, nil)
        let earlier = report.rows.count
        do {
            try await measure(figure, into: &report)
            for row in report.rows[earlier...] {
                progress("\(row.figure): \(BenchReport.short(row.value)) \(row.unit) (\(row.bound))", nil)
            }
        } catch let error as CancellationError {
            throw error
        } catch {
            try Task.checkCancellation()
            report.skip(figure.title, because: "\(error)")
        }
    }

    private func measure(_ figure: ConversationFigure, into report: inout BenchReport) async throws {
        switch figure {
        case .answers: try await measureAnswers(into: &report)
        case .model: try await measureModel(into: &report)
        case .interruptions: try await measureInterruptions(into: &report)
        case .backchannels: try await measureBackChannels(into: &report)
        case .turns:
            try await TurnEnds(voices: voices, recogniser: try BuiltInRecogniser.installed())
                .measure(into: &report) { progress($0, $1) }
        case .listening:
            try await BackChannels(voices: voices, recogniser: try BuiltInRecogniser.installed())
                .measure(into: &report) { progress($0, $1) }
        case .recognition: try await measureRecognition(into: &report)
        case .knowledge:
            report.take(
                try await KnowledgeBench(progress: progress).measureAnswers(options.knowledge, meaning: .installed()))
        case .corpus: report.take(try await corpus())
        case .faults: try await measureFaults(into: &report)
        }
    }

    private func corpus() async throws -> BenchReport {
        let folder = FileManager.default.temporaryDirectory.appending(path: "visavis-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await KnowledgeBench(progress: progress).measureCorpus(folder, meaning: .installed())
    }

    /// How often something is tried that the bounds want `usual` times.
    func trials(_ usual: Int) -> Int { min(usual, options.trials ?? usual) }

    /// A server whose speech provider's, model's and recogniser's settings are in `environment`. Fillers would pass for
    /// answers, so there are none.
    func server(_ environment: [String: String] = [:]) -> MeasuredServer {
        var server = MeasuredServer(executable: options.executable, avatar: options.avatar)
        server.environment = ["VISAVIS_FILLER_AFTER": "0"].merging(environment) { $1 }
        return server
    }
}

extension BenchReport {
    /// The rows of another report of the same machine behind these.
    mutating func take(_ other: BenchReport) {
        rows += other.rows
        details += other.details
        skipped += other.skipped
    }
}
