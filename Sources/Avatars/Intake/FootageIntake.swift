internal import Core
internal import Foundation
package import Media
package import Tracking

/// A recording that was looked at: the report for the person, the analysis for the builder.
package struct CheckedFootage: Sendable {
    package var report: FootageReport
    package var analysis: FootageAnalysis
    /// Small pictures over time, for the contact sheet.
    package var pictures: [SheetPicture]
    /// For the builder: see ``BodyGraphTrack/thumbnails``.
    package var thumbnails: [UInt8]
}

/// Reads a recording once and checks whether it can become an avatar.
package enum FootageIntake {
    /// Decodes, tracks and measures the recording at `path`; two minutes of 1080p take about as long as tracking them.
    ///
    /// Blocks the calling task; cancelling that task ends the call within a second, helpers included.
    /// - Parameters:
    ///   - parts: The person's own `--parts`; nil finds them.
    ///   - allowShort: Turns "too short" into a warning.
    ///   - progress: Called now and then with 0…1, on the calling thread.
    ///   - decoder: The program that decodes; see ``DecoderExecutable``.
    /// - Throws: ``IntakeError`` when there is nothing to report on.
    package static func check(
        path: String, parts: String? = nil, allowShort: Bool = false, decoder: DecoderExecutable = .running,
        installation: TrackerInstallation? = nil, progress: (Double) -> Void = { _ in }
    ) throws(IntakeError) -> CheckedFootage {
        let asked = try givenParts(parts)
        do {
            let installation = if let installation { installation } else { try TrackerInstallation.find() }
            let probe = try MediaProbe.probe(
                path: path,
                limits: MediaLimits(
                    needsVideo: true, needsAudio: false, maximumSeconds: MediaLimits.footage.maximumSeconds),
                decoder: decoder)
            let given = try asked?.validated(duration: probe.duration)
            let reader = try FootageReader(path: path, probe: probe, decoder: decoder)
            let size = reader.size
            let expected = Int(((reader.range.upperBound - reader.range.lowerBound) * Double(reader.framesPerSecond)))
            let pass = FootagePass(
                tracker: try FaceTracker(width: size.width, height: size.height, installation: installation),
                expected: expected)
            while let frame = try reader.next() {
                if Task.isCancelled { throw IntakeError.cancelled }
                try pass.add(frame)
                if pass.sightings.count % 10 == 0 {
                    progress(min(0.95 * Double(pass.sightings.count) / Double(max(expected, 1)), 0.95))
                }
            }
            try pass.finish()
            var audio = AudioStatistics()
            if probe.audio != nil {
                audio = AudioMeter.measure(
                    try FootageReader.readAudio(path: path, sampleRate: 48_000, decoder: decoder))
            }
            progress(0.98)
            let analysis = FootageAnalysis(
                facts: FootageFacts(probe),
                track: FaceTrack(
                    sightings: pass.sightings, framesPerSecond: Double(reader.framesPerSecond), width: size.width,
                    height: size.height),
                frames: pass.statistics, bars: pass.bars, audio: audio, parts: given)
            let report = FootageReport(
                file: URL(fileURLWithPath: path).lastPathComponent, analysis: analysis, partsGiven: given != nil,
                allowShort: allowShort)
            progress(1)
            return CheckedFootage(
                report: report, analysis: analysis, pictures: pass.pictures, thumbnails: pass.thumbnails)
        } catch let error as MediaError {
            throw error == .cancelled ? .cancelled : .media(error)
        } catch let error as TrackerError {
            throw error == .cancelled ? .cancelled : .tracker(error)
        } catch let error as PartsError {
            throw .parts(error)
        } catch {
            throw .cancelled
        }
    }

    private static func givenParts(_ text: String?) throws(IntakeError) -> FootageParts? {
        guard let text else { return nil }
        do throws(PartsError) { return try FootageParts(parsing: text) } catch { throw .parts(error) }
    }
}

extension FootageFacts {
    /// - Precondition: `probe` has video.
    init(_ probe: MediaProbe) {
        let video = probe.video!
        self.init(
            width: video.width, height: video.height, sourceRate: video.frameRate, isVariableRate: video.isVariable,
            duration: probe.duration, videoCodec: video.codec, audioChannels: probe.audio?.channels ?? 0,
            audioSampleRate: probe.audio?.sampleRate ?? 0)
    }
}
