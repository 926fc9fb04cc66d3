package import Avatars
internal import Core
internal import Foundation
internal import Media
package import Rendering
package import Tracking

/// `visavis bench face`: building, rendering and lip-sync against the bounds this project promises.
package struct FaceBench {
    /// Called with what is being done and how far it is, 0…1.
    package typealias Progress = @Sendable (_ stage: String, _ fraction: Double) -> Void

    private let progress: Progress

    package init(progress: @escaping Progress) { self.progress = progress }

    /// Rows that the committed pack can show by itself; the others are named as skipped.
    package func run(pack: AvatarPack) async throws -> BenchReport {
        var report = BenchReport()
        for figure in ["build time", "lip-sync on held-out speech", "mouth picture quality"] {
            report.skip(figure, because: "needs --footage and --transcript")
        }
        try await measureRendering(pack, into: &report)
        measureMotion(pack, into: &report)
        measureSize(pack, into: &report)
        return report
    }

    /// Every row.
    ///
    /// - Parameters:
    ///   - take: Reads and analyses the footage; its time is part of the build's.
    ///   - transcript: What is said in the footage; nil to recognise it.
    package func run(
        transcript: String?, installation: TrackerInstallation, take read: () throws -> Take
    ) async throws -> BenchReport {
        var report = BenchReport()
        let folder = FileManager.default.temporaryDirectory.appending(path: "visavis-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }

        let began = ContinuousClock.now
        let take = try read()
        let (pack, _) = try await build(take, transcript, nil, folder.appending(path: "whole"), installation)
        let seconds = Double((ContinuousClock.now - began).components.seconds)
        report.measure("build time", seconds, "s", .atMost(300))
        report.measure("build memory, largest process", Self.peakMegabytes(), "MB", .atMost(4096))

        let talking = take.parts.talking
        guard talking.upperBound - talking.lowerBound >= 30 else { throw FaceBenchError.tooShort }
        let span = (talking.upperBound - 15)..<talking.upperBound
        let (heldOut, outcome) = try await build(take, transcript, span, folder.appending(path: "part"), installation)
        try measureLips(
            HeldOutComparison(
                take: take, outcome: outcome, pack: heldOut, span: span, installation: installation, folder: folder),
            into: &report)
        try await measureRendering(pack, into: &report)
        measureMotion(pack, into: &report)
        measureSize(pack, into: &report)
        return report
    }

    private func build(
        _ take: Take, _ transcript: String?, _ heldOut: Range<Double>?, _ output: URL,
        _ installation: TrackerInstallation
    ) async throws -> (AvatarPack, AvatarBuilder.Outcome) {
        let request = BuildRequest(
            output: output.path, id: "bench", name: "Bench", transcript: transcript, consent: .synthetic, voice: "slt",
            heldOut: heldOut)
        let progress = progress
        let outcome = try await AvatarBuilder(take, request: request, installation: installation) { stage, fraction in
            progress((heldOut == nil ? "" : "held out: ") + stage.rawValue, fraction)
        }.build()
        return (try AvatarPack(opening: output), outcome)
    }

    private func measureLips(_ comparison: HeldOutComparison, into report: inout BenchReport) throws {
        progress("tracking the real lips", 0)
        let real = try comparison.real()
        progress("speaking from the transcript", 0)
        let phones = try comparison.synthetic(knowsText: true, against: real)
        progress("speaking from the audio", 0)
        let audio = try comparison.synthetic(knowsText: false, against: real)
        report.measure("held-out opening r, transcript", phones.openingR, "", .atLeast(0.85))
        report.measure("held-out width r, transcript", phones.widthR, "", .atLeast(0.70))
        report.measure("held-out closures hit, transcript", Self.percent(phones.closures), "%", .atLeast(95))
        report.measure("held-out best lag, transcript", Double(abs(phones.lag)), "frames", .atMost(1))
        report.measure("held-out opening r, audio alone", audio.openingR, "", .atLeast(0.75))
        report.measure("held-out closures hit, audio alone", Self.percent(audio.closures), "%", .atLeast(80))
        report.measure(
            "mouth frame difference p95 / real",
            LipFigures.quantile(phones.video.differences, 0.95) / LipFigures.quantile(real.differences, 0.95), "×",
            .atMost(1.15))
        report.measure(
            "mouth sharpness / real",
            LipFigures.quantile(phones.video.sharpness, 0.5) / LipFigures.quantile(real.sharpness, 0.5), "×",
            .atLeast(0.85))
    }

    private func measureRendering(_ pack: AvatarPack, into report: inout BenchReport) async throws {
        for (height, bound) in [(720, 3.0), (1080, 8.0)] {
            progress("rendering \(height)p", 0)
            let timing = try await RenderTiming(pack, height: height)
            report.measure("render \(height)p p50", timing.p50, "ms", .atMost(bound))
            report.measure("render \(height)p p99", timing.p99, "ms", .atMost(2 * bound))
            report.measure("outside the mouth, \(height)p", Double(timing.outsideDifference), "levels", .atMost(0))
        }
    }

    private func measureMotion(_ pack: AvatarPack, into report: inout BenchReport) {
        progress("walking the body", 0)
        let figures = MotionFigures(pack)
        report.measure("idle ↔ talking pose jump / footage p95", figures.jumpRatio, "×", .atMost(1))
        report.measure("wait for idle after talking, p95", figures.returnSeconds, "s", .atMost(2))
    }

    private func measureSize(_ pack: AvatarPack, into report: inout BenchReport) {
        let bytes = pack.manifest.files.values.reduce(0) { $0 + $1.bytes }
        report.measure("pack at \(pack.manifest.size.height)p", Double(bytes) / 1e6, "MB", .atMost(45))
    }

    private static func percent(_ count: (hit: Int, of: Int)) -> Double {
        count.of == 0 ? 0 : 100 * Double(count.hit) / Double(count.of)
    }

    /// Peak resident memory of this process or of its largest child, whichever is more.
    private static func peakMegabytes() -> Double {
        var own = rusage()
        var children = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &own)
        getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &children)
        return Double(max(own.ru_maxrss, children.ru_maxrss)) / 1024
    }
}
