internal import Avatars
internal import Core
internal import Foundation
internal import Media
internal import Rendering
internal import Speech
internal import Stage
internal import Synchronization

/// Whether the processor keeps up: one session speaks for three seconds, rendered and encoded as for a viewer.
enum ProcessorCheck {
    private static let window: Duration = .seconds(3)

    static func examine(
        _ configuration: Configuration, _ catalogue: AvatarCatalogue, loopCache: String?
    ) async -> Examination {
        let quality = StreamQuality(rawValue: configuration.sessions.quality) ?? .medium
        let codec = VideoCodec(rawValue: configuration.sessions.codec) ?? .vp8
        let installed = catalogue.installed()
        let wanted = configuration.sessions.avatar
        guard let id = installed.first(where: { wanted.isEmpty || $0.id == wanted })?.id else {
            return Examination("processor", .skipped, "there is no avatar to render")
        }
        do {
            let format = StageFormat(quality: quality, codec: codec)
            let load = try await measure(try catalogue.open(id), format, loopCache)
            return judge(load, height: quality.height)
        } catch {
            return Examination(
                "processor", .broken, "\(id) could not speak: \(error)", advice: "see avatars, voices and plugins above"
            )
        }
    }

    struct Load: Equatable {
        /// Of one core.
        var share: Double
        var late: Int
        var cores: Int
    }

    static func judge(_ load: Load, height: Int) -> Examination {
        let percent = Int((load.share * 100).rounded())
        let sessions = max(0, Int(Double(load.cores) * 0.8 / max(load.share, 0.01)))
        let finding =
            "a speaking \(height)p session takes \(percent) % of one of \(load.cores) cores; "
            + "room for about \(sessions) speaking at once"
        if sessions == 0 {
            return Examination(
                "processor", .broken, finding, advice: "choose a lower sessions.quality, or a faster machine")
        }
        if load.late > 3 {
            return Examination(
                "processor", .warning, finding + ", but \(load.late) pictures were late",
                advice: "something else keeps the processor busy; see top")
        }
        if sessions < 2 {
            return Examination("processor", .warning, finding, advice: "choose a lower sessions.quality for more")
        }
        return .fine("processor", finding)
    }

    private static func measure(_ pack: AvatarPack, _ format: StageFormat, _ loopCache: String?) async throws -> Load {
        let metrics = Metrics()
        let house = StageHouse(loopCache: loopCache, metrics: metrics, log: .silent)
        let stage = try Stage(pack: pack, format: format, house: house, output: Nowhere(), seed: 1)
        let voices = Voices()
        let text = "One, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen."
        // The loops first: encoding them is no part of speaking.
        try await house.prepare(pack, format: format)
        stage.start()
        stage.say(UtteranceID("doctor"), try voices.speech(of: text, voice: voices.standard.id))
        for await event in stage.events {
            if case .speechStarted = event { break }
            if case .failed(let reason) = event { throw StageError.avatarUnusable(reason: reason) }
        }
        let lateBefore = late(metrics)
        let began = processorSeconds()
        try? await Task.sleep(for: window)
        let used = processorSeconds() - began
        stage.stop()
        await house.close()
        await voices.close()
        return Load(
            share: used / (window / .seconds(1)), late: late(metrics) - lateBefore,
            cores: ProcessInfo.processInfo.activeProcessorCount)
    }

    private static func late(_ metrics: Metrics) -> Int {
        Int(
            metrics.value(of: "visavis_stage_frames_late_total")
                + metrics.value(of: "visavis_stage_frames_dropped_total"))
    }

    /// Takes all and keeps nothing.
    private final class Nowhere: StageOutput {
        func send(_ picture: CodedPicture, at time: MediaTime) {}
        func send(_ packet: OpusPacket, at time: MediaTime) {}
    }

    /// Of this process, in all its threads.
    private static func processorSeconds() -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
    }
}
