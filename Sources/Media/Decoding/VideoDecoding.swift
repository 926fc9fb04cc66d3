internal import CGStreamer
internal import Core

/// Decodes pictures at a constant rate and sends them. Runs in the decoding process.
struct VideoDecoding {
    let path: String
    let job: VideoJob

    func run(_ records: RecordWriter) throws(MediaError) {
        let turned = job.rotation % 180 != 0
        let stored = turned ? PictureSize(width: job.size.height, height: job.size.width) : job.size
        let flips = [90: "90r", 180: "180", 270: "90l"]
        let decoding = try DecodingPipeline(
            path: path, kind: .video,
            description: """
                videorate ! video/x-raw,framerate=\(job.framesPerSecond)/1 ! \
                videoconvertscale n-threads=2 add-borders=false ! \
                video/x-raw,format=I420,width=\(stored.width),height=\(stored.height),pixel-aspect-ratio=1/1,\
                colorimetry=bt709 ! \
                videoflip video-direction=\(flips[job.rotation] ?? "identity") ! \
                appsink name=sink sync=false max-buffers=3
                """)
        try decoding.start(at: job.start)
        try send(decoding, records)
    }

    private func send(_ decoding: DecodingPipeline, _ records: RecordWriter) throws(MediaError) {
        let layout = FrameLayout(width: job.size.width, height: job.size.height)
        let byteCount = VideoFrame.byteCount(width: job.size.width, height: job.size.height)
        let wanted = Int(((job.end - job.start) * Double(job.framesPerSecond)).rounded(.up))
        var pixels = [UInt8](repeating: 0, count: byteCount)
        var sent = 0
        while sent < wanted, let sample = try decoding.next() {
            defer { gst_sample_unref(sample) }
            guard let buffer = gst_sample_get_buffer(sample) else { continue }
            let isCopied = pixels.withUnsafeMutableBytes { layout.copy(buffer, into: $0) }
            guard isCopied else { throw .damaged(detail: "a picture of the wrong size") }
            // videorate leaves no gaps and no doubles within one segment; a broken file has several.
            var time: gint64 = 0
            let isTimed = cgst_sample_stream_time(sample, &time) != 0
            let seconds = Double(time) * 1e-9 - job.start
            let index = isTimed ? Int((seconds * Double(job.framesPerSecond)).rounded()) : sent
            while sent <= min(index, wanted - 1) {
                try records.write(.frame, pixels)
                sent += 1
            }
        }
    }
}
