internal import CGStreamer

/// Decodes sound to mono at one rate and sends it, sample n at n / rate on the file's clock. Runs in the decoding
/// process.
struct AudioDecoding {
    let path: String
    let job: AudioJob

    /// Seconds that timestamps may wander (containers round them) before sound is moved to where they say.
    private static let tolerance = 0.04

    func run(_ records: RecordWriter) throws(MediaError) {
        let decoding = try DecodingPipeline(
            path: path, kind: .audio,
            description: """
                audioconvert ! audioresample quality=8 ! \
                audio/x-raw,format=F32LE,layout=interleaved,channels=1,rate=\(job.sampleRate) ! \
                appsink name=sink sync=false max-buffers=16
                """)
        try decoding.start(at: 0)
        let wanted = Int((job.end * Double(job.sampleRate)).rounded(.up))
        var sent = 0
        while sent < wanted, let sample = try decoding.next() {
            defer { gst_sample_unref(sample) }
            guard let buffer = gst_sample_get_buffer(sample) else { continue }
            var bytes = copyBytes(buffer)
            bytes.removeLast(bytes.count % 4)
            var time: gint64 = 0
            if cgst_sample_stream_time(sample, &time) != 0 {
                let due = Int((Double(time) * 1e-9 * Double(job.sampleRate)).rounded())
                let isFirst = sent == 0
                if isFirst || abs(due - sent) > Int(Self.tolerance * Double(job.sampleRate)) {
                    try silence(until: min(due, wanted), &sent, records)
                    bytes.removeFirst(min(max(sent - due, 0) * 4, bytes.count))
                }
            }
            try send(bytes.prefix((wanted - sent) * 4), &sent, records)
        }
    }

    private func silence(until due: Int, _ sent: inout Int, _ records: RecordWriter) throws(MediaError) {
        while sent < due {
            try send([UInt8](repeating: 0, count: min(due - sent, job.sampleRate) * 4)[...], &sent, records)
        }
    }

    private func send(_ bytes: ArraySlice<UInt8>, _ sent: inout Int, _ records: RecordWriter) throws(MediaError) {
        if bytes.isEmpty { return }
        try records.write(.samples, Array(bytes))
        sent += bytes.count / 4
    }
}
