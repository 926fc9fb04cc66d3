internal import Core
internal import Cryptography
internal import Foundation
internal import Media
package import Rendering
internal import Speech
package import Tracking

/// Turns an analysed take into an avatar pack. The stages are ``BuildStage``; the same take and request give the same
/// bytes. Blocks its thread for one to three minutes; cancelling its task ends it within a second and leaves nothing.
package struct AvatarBuilder {
    /// What came out, for the person and for benchmarks.
    package struct Outcome: Sendable {
        package var manifest: PackManifest
        package var speech: TakeSpeech
        package var geometry: FaceGeometry
        /// Cross-validated Pearson's r of the strongest lip movement within the learnt part.
        package var phoneCorrelation: Float
        package var audioCorrelation: Float
        /// Worth telling, none of them fatal.
        package var warnings: [String]
    }

    private let take: Take
    private let request: BuildRequest
    private let installation: TrackerInstallation
    private let progress: BuildProgress

    package init(
        _ take: Take, request: BuildRequest, installation: TrackerInstallation, progress: @escaping BuildProgress
    ) {
        self.take = take
        self.request = request
        self.installation = installation
        self.progress = progress
    }

    /// - Throws: ``BuildError``, `AlignmentError`, `MediaError`, `TrackerError`, `CancellationError`.
    package func build() async throws -> Outcome {
        let folder = try PackFolder(for: URL(fileURLWithPath: request.output))
        progress(.hashing, 0)
        let footageHash = try hashOfFootage()
        guard let geometry = FaceGeometry(take.track, hiddenMouths: take.hiddenMouths) else { throw BuildError.noFace }

        progress(.alignment, 0)
        let speech = try TakeSpeech(
            of: take, transcript: request.transcript, language: request.language,
            openings: visibleOpenings(geometry), progress: { progress(.alignment, $0) })

        progress(.training, 0)
        let mouth = try MouthTraining(
            geometry: geometry, phoneVisemes: speech.phoneVisemes, audioVisemes: speech.audioVisemes,
            knowsPhones: !speech.pronunciation.phones.isEmpty,
            talking: take.frames(in: take.parts.talking).filter { !isHeldOut($0) },
            silent: Array(take.frames(in: take.parts.listening)) + Array(take.frames(in: take.parts.idle))
        ).run()
        try Task.checkCancellation()

        progress(.motion, 0)
        let plan = try BodyGraphPlan(BodyGraphTrack(take, geometry: geometry)).compacted()
        try Task.checkCancellation()

        let sourceSize = PictureSize(width: take.track.width, height: take.track.height)
        let bodySize = sourceSize.fitted(longSide: request.bodyHeight * 16 / 9, shortSide: request.bodyHeight)
        let key = try PicturePass(
            take: take, units: mouth.library.units, plan: plan, bodySize: bodySize, folder: folder.url,
            installation: installation, progress: progress
        ).run()

        progress(.packing, 0)
        let track = bodyTrack(geometry, mouth, plan, scale: Float(bodySize.width) / Float(sourceSize.width))
        try folder.write(track.encoded(), as: AvatarPack.FileName.track)
        try folder.write(mouth.library.encoded(), as: AvatarPack.FileName.mouth)
        try folder.write(Data(plan.graph.encoded()), as: AvatarPack.FileName.graph)
        var manifest = manifest(
            mouth, speech, plan, footageHash, key: key, bodySize: bodySize, sourceSize: sourceSize)
        manifest.files = try folder.entries()
        try folder.write(manifest)

        progress(.preview, 0)
        try await writePreview(of: folder)
        manifest.files = try folder.entries()
        try folder.write(manifest)
        try Task.checkCancellation()
        try folder.finish()
        return Outcome(
            manifest: manifest, speech: speech, geometry: geometry, phoneCorrelation: mouth.phoneCorrelation,
            audioCorrelation: mouth.audioCorrelation, warnings: warnings(speech, plan))
    }

    private func isHeldOut(_ frame: Int) -> Bool {
        request.heldOut?.contains((Double(frame) + 0.5) / Double(take.framesPerSecond)) ?? false
    }

    private func visibleOpenings(_ geometry: FaceGeometry) -> [Float] {
        (0..<geometry.count).map { frame in
            !geometry.isShowable[frame] || isHeldOut(frame) ? .nan : geometry.opening(of: frame)
        }
    }

    private func hashOfFootage() throws(BuildError) -> String {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: take.path), options: .mappedIfSafe) else {
            throw .cannotRead(path: take.path, reason: "it is gone")
        }
        return SHA256.hex(of: data)
    }

    /// Pose, shape and control points of every body frame, the bridges' interpolated between their ends.
    private func bodyTrack(
        _ geometry: FaceGeometry, _ mouth: MouthTraining.Result, _ plan: BodyGraphPlan, scale: Float
    ) -> BodyTrack {
        let neutral = mouth.library.neutralPoints
        func recorded(_ frame: Int) -> BodyTrack.Frame {
            BodyTrack.Frame(
                pose: geometry.poses[frame].scaled(by: scale), shape: mouth.shapes[frame] ?? mouth.library.rest,
                points: geometry.points(of: frame, neutral: neutral).map { $0 * scale })
        }
        var frames = plan.sources.map(recorded)
        for bridge in plan.bridges {
            let (from, to) = (recorded(bridge.from), recorded(bridge.to))
            frames += bridge.progress.map { from.mixed(with: to, amount: $0) }
        }
        return BodyTrack(frames: frames)
    }

    private func manifest(
        _ mouth: MouthTraining.Result, _ speech: TakeSpeech, _ plan: BodyGraphPlan, _ footageHash: String,
        key: KeyColour?, bodySize: PictureSize, sourceSize: PictureSize
    ) -> PackManifest {
        let parts = [
            ("listening", take.parts.listening), ("talking", take.parts.talking), ("idle", take.parts.idle),
        ].compactMap { name, range in
            range.map { PackManifest.Part(name: name, start: $0.lowerBound, end: $0.upperBound) }
        }
        return PackManifest(
            id: request.id, name: request.name, voice: request.voice, framesPerSecond: take.framesPerSecond,
            size: .init(width: bodySize.width, height: bodySize.height),
            sourceSize: .init(width: sourceSize.width, height: sourceSize.height), parts: parts,
            expressions: plan.graph.expressions, keyColour: key, unitCount: mouth.library.units.count,
            alignment: speech.quality, consent: request.consent,
            provenance: ["footage_sha256": footageHash, "tracker": "mediapipe 0.10.21"], files: [:])
    }

    /// Six seconds of the avatar introducing itself.
    private func writePreview(of folder: PackFolder) async throws {
        let pack = try AvatarPack(opening: folder.url)
        let text = "Hello, I am \(request.name). I listen, I think, and I answer. It is a pleasure to meet you."
        let performance = try await Performance(text: text, voice: request.voice, framesPerSecond: take.framesPerSecond)
        let engine = try pack.makeRenderer(
            body: try pack.openBody(), height: 360, framesPerSecond: take.framesPerSecond)
        let recording = PerformanceRecording(performance, engine: engine)
        let count = Double(recording.frameCount)
        _ = try recording.write(to: folder.url.appending(path: AvatarPack.FileName.preview).path) { index, _ in
            progress(.preview, Double(index) / count)
        }
    }

    private func warnings(_ speech: TakeSpeech, _ plan: BodyGraphPlan) -> [String] {
        var warnings = speech.doubts
        if speech.quality.source == "network", request.language.hasPrefix("en") {
            warnings.append("no words were understood; give a --transcript in English for better lips")
        } else if speech.quality.confidence < 0.5 {
            warnings.append("text and voice agree poorly; check the transcript against the recording")
        }
        if plan.forced > 0 {
            warnings.append("the silent parts hold few alike moments; some transitions may be visible")
        }
        return warnings
    }
}
