internal import CGStreamer
internal import Synchronization

/// Reads every packet of a file through GStreamer's parsers, without decoding. Runs in the decoding process.
final class StreamScan: @unchecked Sendable {
    enum Outcome {
        case whole
        /// Patience ended first.
        case partial
        case failed(Pipeline.Failure)
    }

    private let pipeline: Pipeline
    private let tracks = Mutex<[ScannedTrack]>([])
    private static let maximumStreams = 16

    init(path: String) throws(MediaError) {
        pipeline = try makePipeline("filesrc name=file ! parsebin name=parse")
        pipeline.set("file", "location", path)
    }

    /// Reads to the end, or for `patience` seconds.
    func run(patience: Double) -> Outcome {
        // The scan outlives its pipeline's threads: the caller holds it, and its end stops the pipeline.
        cgst_connect_pad_added(
            pipeline.element("parse"),
            { _, pad, context in
                guard let pad, let context else { return }
                Unmanaged<StreamScan>.fromOpaque(context).takeUnretainedValue().follow(pad)
            }, Unmanaged.passUnretained(self).toOpaque())
        pipeline.play()
        let deadline = monotonicSeconds() + patience
        var watch = IdleWatch()
        while monotonicSeconds() < deadline {
            switch pipeline.nextMessage(within: 100) {
            case .ended: return .whole
            case .failed(let failure): return .failed(failure)
            case .prerolled, nil:
                if watch.isIdle() { return .failed(Pipeline.Failure("nothing in it can be read")) }
            }
        }
        return .partial
    }

    /// What was seen until now.
    var streams: [ScannedStream] { tracks.withLock { $0.compactMap(\.stream) } }

    /// What the container says of its duration, in seconds.
    var claimedDuration: Double? {
        var duration: gint64 = 0
        guard gst_element_query_duration(pipeline.handle, GST_FORMAT_TIME, &duration) != 0, duration > 0 else {
            return nil
        }
        return Double(duration) * 1e-9
    }

    /// Called on a streaming thread of GStreamer for each stream it finds.
    private func follow(_ pad: UnsafeMutablePointer<GstPad>) {
        let track = ScannedTrack(pad: pad)
        let isWanted = tracks.withLock { tracks in
            guard tracks.count < Self.maximumStreams else { return false }
            tracks.append(track)
            return true
        }
        if isWanted { track.observe() }
        _ = cgst_discard(pipeline.handle, pad)
    }
}
