internal import CGStreamer

/// Probing as the decoding process does it: type, then streams, then judgement.
enum ProbeJob {
    /// Seconds until the container is taken at its word for what has not been read yet.
    private static let patience = 15.0
    /// A file may end this much earlier than its container says: tables round, the last packets have no length.
    private static func slack(_ duration: Double) -> Double { max(0.5, 0.01 * duration) }

    static func run(path: String, limits: MediaLimits) throws(MediaError) -> MediaProbe {
        let container = try containerName(path)
        let isCut = ["MP4", "MOV"].contains(container) && isCutMP4(path)
        let scan = try StreamScan(path: path)
        let outcome = scan.run(patience: patience)
        let (streams, claim) = (scan.streams, scan.claimedDuration)
        let probe = describe(streams, container: container, claim: claim, isWhole: outcome.isWhole)

        // The worst first: what must not be decoded at all, then what is missing, then what is broken.
        if let video = probe.video { try checkSize(video) }
        if max(probe.duration, claim ?? 0) > limits.maximumSeconds {
            throw .tooLong(seconds: max(probe.duration, claim ?? 0), limit: limits.maximumSeconds)
        }
        if isCut { throw .truncated }
        if case .failed(let failure) = outcome { throw MediaError(failure, streams: streams) }
        if limits.needsVideo, probe.video == nil { throw .noVideo }
        if limits.needsAudio, probe.audio == nil { throw .noAudio }
        for stream in [streams.first(where: \.isVideo), streams.first(where: \.isAudio)].compactMap({ $0 })
        where !stream.isDecodable && (stream.isVideo ? limits.needsVideo : limits.needsAudio) {
            throw .unsupportedCodec(name: MediaTypes.codecName(stream.type, version: stream.version))
        }
        if let claim, outcome.isWhole, probe.duration < claim - slack(claim) { throw .truncated }
        return probe
    }

    /// - Throws: `notMedia` for anything that is not on the list of containers.
    static func containerName(_ path: String) throws(MediaError) -> String {
        let pipeline = try makePipeline("filesrc name=file ! typefind name=type ! fakesink")
        pipeline.set("file", "location", path)
        pipeline.pause()
        guard case .prerolled = pipeline.nextMessage(within: 5000),
            let caps = cgst_copy_caps_property(pipeline.element("type"), "caps")
        else { throw .notMedia }
        defer { gst_caps_unref(caps) }
        guard let fields = gst_caps_get_structure(caps, 0), let name = gst_structure_get_name(fields),
            let container = MediaTypes.containers[String(cString: name)]
        else { throw .notMedia }
        let variant = gst_structure_get_string(fields, "variant").map { String(cString: $0) }
        // ISO brands have a variant ("iso", "3gpp" …); QuickTime's own has none.
        return container == "MP4" && (variant ?? "apple") == "apple" ? "MOV" : container
    }

    private static func checkSize(_ video: MediaProbe.Video) throws(MediaError) {
        let (long, short) = (max(video.width, video.height), min(video.width, video.height))
        if long > MediaLimits.longSide || short > MediaLimits.shortSide {
            throw .pictureTooLarge(width: video.width, height: video.height)
        }
    }

    private static func describe(
        _ streams: [ScannedStream], container: String, claim: Double?, isWhole: Bool
    ) -> MediaProbe {
        let video = streams.first(where: \.isVideo)
        let audio = streams.first(where: \.isAudio)
        let end = max(video?.end ?? 0, audio?.end ?? 0)
        return MediaProbe(
            duration: isWhole ? end : max(claim ?? end, end), container: container,
            video: video.map(MediaProbe.Video.init), audio: audio.map(MediaProbe.Audio.init))
    }
}

extension StreamScan.Outcome {
    fileprivate var isWhole: Bool { if case .whole = self { true } else { false } }
}

extension MediaProbe.Video {
    init(_ stream: ScannedStream) {
        // A hostile header may claim any shape; the product must stay within Int.
        let width = Int(min(max(Double(stream.width) * stream.pixelAspect, 1), 1e9).rounded())
        let isUpright = stream.rotation % 180 == 0
        let timing = FrameTiming(times: stream.times)
        self.init(
            codec: MediaTypes.codecName(stream.type, version: stream.version),
            width: isUpright ? width : stream.height, height: isUpright ? stream.height : width,
            rotation: stream.rotation, frameRate: timing.rate, isVariable: timing.isVariable,
            start: stream.times.min() ?? 0)
    }
}

extension MediaProbe.Audio {
    init(_ stream: ScannedStream) {
        self.init(
            codec: MediaTypes.codecName(stream.type, version: stream.version), sampleRate: stream.sampleRate,
            channels: stream.channels, start: stream.times.min() ?? 0)
    }
}

extension MediaError {
    /// What an error of GStreamer's means for the file, given what had been found in it before.
    init(_ failure: Pipeline.Failure, streams: [ScannedStream] = []) {
        // Numbers of GstStreamError and GstCoreError.
        let (wrongType, unknownType, noCodec, missingPlugin) = (4, 5, 6, 12)
        switch (failure.domain, failure.code) {
        case (.stream, wrongType), (.stream, unknownType): self = .notMedia
        case (.stream, noCodec), (.core, missingPlugin): self = .unsupportedCodec(name: "its content")
        default: self = .damaged(detail: failure.text)
        }
    }
}
