internal import CGStreamer
internal import Synchronization

/// A pipeline that decodes one kind of stream of a file into `appsink name=sink`. Runs in the decoding process.
final class DecodingPipeline {
    enum Kind: Sendable {
        case video, audio
        var prefixes: [String] { self == .video ? ["video/", "image/"] : ["audio/"] }
    }

    let pipeline: Pipeline
    private let choice: StreamChoice

    /// - Parameter description: What follows the decoder, from its first element to the sink.
    init(path: String, kind: Kind, description: String) throws(MediaError) {
        pipeline = try makePipeline("filesrc name=file ! decodebin name=decode ! \(description)")
        choice = StreamChoice(kind)
        pipeline.set("file", "location", path)
        cgst_connect_autoplug_continue(
            pipeline.element("decode"),
            { _, _, caps, context in
                guard let caps, let context else { return 1 }
                return Unmanaged<StreamChoice>.fromOpaque(context).takeUnretainedValue().shallDecode(caps) ? 1 : 0
            }, Unmanaged.passUnretained(choice).toOpaque())
        cgst_connect_no_more_pads(
            pipeline.element("decode"),
            { _, context in
                guard let context else { return }
                Unmanaged<StreamChoice>.fromOpaque(context).takeUnretainedValue().isComplete
                    .store(true, ordering: .releasing)
            }, Unmanaged.passUnretained(choice).toOpaque())
    }

    deinit { pipeline.stop() }

    /// - Parameter start: Seconds on the file's clock. Anything but 0 needs a seekable file.
    func start(at start: Double) throws(MediaError) {
        if start > 0 {
            pipeline.pause()
            try waitForPreroll()
            guard cgst_seek(pipeline.handle, UInt(start * 1e9)) != 0 else {
                throw .damaged(detail: "its index is missing")
            }
            try waitForPreroll()
        }
        pipeline.play()
    }

    /// The next decoded piece; nil at the end. The caller unrefs it.
    func next() throws(MediaError) -> OpaquePointer? {
        var watch = IdleWatch()
        while true {
            if let sample = cgst_pull(pipeline.element("sink"), 100_000_000) { return sample }
            if let failure = pipeline.pendingFailure() { throw MediaError(failure) }
            if cgst_is_at_end(pipeline.element("sink")) != 0 { return nil }
            try checkProgress(&watch)
        }
    }

    private func waitForPreroll() throws(MediaError) {
        var watch = IdleWatch()
        while true {
            switch pipeline.nextMessage(within: 100) {
            case .failed(let failure): throw MediaError(failure)
            case .prerolled, .ended: return
            case nil: try checkProgress(&watch)
            }
        }
    }

    /// A file may turn out to have no stream that we decode; then nothing ever comes.
    private func checkProgress(_ watch: inout IdleWatch) throws(MediaError) {
        if choice.isComplete.load(ordering: .acquiring), cgst_has_linked_output(pipeline.element("decode")) == 0 {
            throw choice.kind == .video ? .noVideo : .noAudio
        }
        if watch.isIdle() { throw .damaged(detail: "nothing in it can be decoded") }
    }
}

/// Decides which streams are decoded: containers are opened, streams of the wanted kind decoded, others left alone.
private final class StreamChoice: Sendable {
    let kind: DecodingPipeline.Kind
    /// All streams of the file are known.
    let isComplete = Atomic(false)

    init(_ kind: DecodingPipeline.Kind) { self.kind = kind }

    /// Called on streaming threads.
    func shallDecode(_ caps: UnsafeMutablePointer<GstCaps>) -> Bool {
        guard let fields = gst_caps_get_structure(caps, 0), let name = gst_structure_get_name(fields) else {
            return false
        }
        let type = String(cString: name)
        if MediaTypes.containers[type] != nil, type != "audio/mpeg", type != "video/mpeg" { return true }
        var (width, height): (gint, gint) = (0, 0)
        if gst_structure_get_int(fields, "width", &width) != 0, gst_structure_get_int(fields, "height", &height) != 0,
            max(width, height) > MediaLimits.longSide || min(width, height) > MediaLimits.shortSide
        {
            return false
        }
        return kind.prefixes.contains { type.hasPrefix($0) }
            || ["audio/mpeg", "video/mpeg"].contains(type) && gst_structure_has_field(fields, "systemstream") != 0
    }
}

/// A pipeline whose description is ours, so that failing means a missing plugin.
func makePipeline(_ description: String) throws(MediaError) -> Pipeline {
    do throws(Pipeline.Failure) {
        return try Pipeline(description)
    } catch {
        throw .decoderNotStarted(reason: error.text)
    }
}
