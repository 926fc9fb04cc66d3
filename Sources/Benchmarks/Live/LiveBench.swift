internal import Avatars
package import Foundation
internal import Rendering

/// `visavis bench live`: a server in a process of its own, receiving WebRTC clients in this one, and the figures that
/// the live avatar promises.
package struct LiveBench: Sendable {
    package struct Options: Sendable {
        /// The `visavis` that is measured.
        package var executable: URL
        package var figures: [LiveFigure] = LiveFigure.allCases
        /// How long picture and sound are compared.
        package var minutes = 10.0
        package var avatar = "ada"

        package init(executable: URL) { self.executable = executable }
    }

    /// Called with what is being done and how far it is, 0…1.
    package typealias Progress = @Sendable (_ stage: String, _ fraction: Double?) -> Void

    let options: Options
    let pack: AvatarPack
    let progress: Progress

    package init(_ options: Options, progress: @escaping Progress) throws {
        self.options = options
        self.progress = progress
        pack = try AvatarCatalogue.standard().open(options.avatar)
    }

    /// Measures one figure after the other. What cannot be measured is skipped with the reason; only cancelling ends the
    /// run early.
    package func run() async throws -> BenchReport {
        var report = BenchReport()
        for figure in LiveFigure.allCases where options.figures.contains(figure) {
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
        return report
    }

    private func measure(_ figure: LiveFigure, into report: inout BenchReport) async throws {
        switch figure {
        case .latency: try await measureLatency(into: &report)
        case .join: try await measureJoin(into: &report)
        case .interrupt: try await measureInterrupt(into: &report)
        case .skew: try await measureSkew(into: &report)
        case .speaking: try await measureSpeaking(into: &report)
        case .idle: try await measureIdle(into: &report)
        case .memory: try await measureMemory(into: &report)
        case .churn: try await measureChurn(into: &report)
        }
    }

    /// Starts a server, runs `body` with it and ends it, whatever happens.
    func withServer<Result>(
        processors: [Int]? = nil, _ body: (ServerProcess, V1Client) async throws -> Result
    ) async throws -> Result {
        var server = MeasuredServer(executable: options.executable, avatar: options.avatar)
        server.processors = processors
        return try await server.run(body)
    }

    /// A visit whose pictures are decoded, its mouth learnt.
    func watchfulVisit(_ client: V1Client) async throws -> Visit {
        let area = MouthPatch.Area(pack.track, scale: 720 / Double(pack.manifest.size.height))
        let visit = try await Visit.open(client, Visit.Wishes(avatar: options.avatar, mouth: area))
        do {
            try await visit.learnMouth(idling: .seconds(15))
        } catch {
            await visit.close()
            throw error
        }
        return visit
    }
}
