internal import CPocketSphinx
internal import Foundation

/// One pocketsphinx decoder. Owns its handle; use it from one thread at a time.
final class SphinxDecoder {
    /// What the decoder found in a span of frames.
    struct Segment: Equatable {
        /// The grammar's or lexicon's name of the word; fillers look like "<sil>" or "[NOISE]".
        var word: String
        /// First frame and the frame after the last, at `framesPerSecond`.
        var frames: Range<Int>
        /// Acoustic score, log base 1.0001 shifted as pocketsphinx keeps it.
        var acoustic: Int
        /// Posterior, natural log; 0 without a lattice.
        var logPosterior: Double
    }
    /// Frames per second of every pocketsphinx model.
    static let framesPerSecond = 100.0
    static let sampleRate = 16_000
    /// Seconds from a frame's time to the boundary before it. Half a window less half a hop would be 7.8 ms; against
    /// the phone times of six voices of four engines (flite rms, awb, slt; festival kal, ked; HTS slt) that came 6 ms
    /// late on average.
    static let boundaryOffset = 0.002

    /// Feature frames look three cepstra to either side; fed in blocks, pocketsphinx drops that many at both ends
    /// of an utterance (measured), so they are given twice.
    private static let deltaReach = 3

    private let configuration: OpaquePointer
    let handle: OpaquePointer

    /// Options of one decoder, by pocketsphinx's own names.
    struct Options {
        var text: [String: String] = [:]
        var numbers: [String: Double] = [:]
        var flags: [String: Bool] = [:]
    }

    /// - Throws: `recogniserFailed` when pocketsphinx refuses the options or the model.
    init(_ model: EnglishModel, options: Options) throws(AlignmentError) {
        err_set_logfp(nil)
        guard let configuration = cmd_ln_parse_r(nil, ps_args(), 0, nil, 0) else {
            throw .recogniserFailed(reason: "its options could not be set up")
        }
        cmd_ln_set_str_r(configuration, "-hmm", model.acoustic.path)
        // Dropping silence would shift every later time.
        cmd_ln_set_int_r(configuration, "-remove_silence", 0)
        for (name, value) in options.text { cmd_ln_set_str_r(configuration, name, value) }
        for (name, value) in options.numbers { cmd_ln_set_float_r(configuration, name, value) }
        for (name, value) in options.flags { cmd_ln_set_int_r(configuration, name, value ? 1 : 0) }
        guard let handle = ps_init(configuration) else {
            cmd_ln_free_r(configuration)
            throw .recogniserFailed(reason: "the model in \(model.acoustic.path) could not be loaded")
        }
        self.configuration = configuration
        self.handle = handle
    }

    deinit {
        ps_free(handle)
        cmd_ln_free_r(configuration)
    }

    /// Adds a word to this decoder's lexicon; "word(2)" is a further way to say "word", which must exist.
    /// - Parameter phones: upper case, separated by spaces.
    func addWord(_ word: String, phones: String, last: Bool) throws(AlignmentError) {
        guard ps_add_word(handle, word, phones, last ? 1 : 0) >= 0 else {
            throw .recogniserFailed(reason: "the word \(word) (\(phones)) was refused")
        }
    }

    /// Decodes `samples` (16 kHz) as one utterance whose first sample is frame 0.
    ///
    /// Cepstra are taken and mean-normalised over the whole utterance first, then searched in blocks of one second.
    /// - Parameters:
    ///   - progress: called with 0…1 after each block.
    ///   - isCancelled: asked before each block.
    /// - Returns: the best path's segments, empty when no path reached the end.
    /// - Throws: `cancelled`, `recogniserFailed`.
    func decode(
        _ samples: [Int16], progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false }
    ) throws(AlignmentError) -> [Segment] {
        let cepstra = cepstra(of: samples)
        // Frame numbers run on over utterances unless a stream is started.
        ps_start_stream(handle)
        guard ps_start_utt(handle) == 0 else { throw .recogniserFailed(reason: "no utterance could be started") }
        var cancelled = false
        var refused = false
        var values = cepstra.values
        values.withUnsafeMutableBufferPointer { values in
            var first = -Self.deltaReach
            let end = cepstra.frames + Self.deltaReach
            while first < end, cepstra.frames > 0 {
                if isCancelled() {
                    cancelled = true
                    break
                }
                let last = min(first + Int(Self.framesPerSecond), end)
                var rows = (first..<last).map { frame in
                    values.baseAddress.map { $0 + min(max(frame, 0), cepstra.frames - 1) * cepstra.size }
                }
                if ps_process_cep(handle, &rows, CInt(rows.count), 0, 0) < 0 { refused = true }
                first = last
                progress(Double(first) / Double(end))
            }
        }
        ps_end_utt(handle)
        if cancelled { throw .cancelled }
        if refused { throw .recogniserFailed(reason: "the audio was refused") }
        return segments()
    }

    private func cepstra(of samples: [Int16]) -> (values: [Float], frames: Int, size: Int) {
        let frontEnd = ps_get_fe(handle)
        let size = Int(fe_get_output_size(frontEnd))
        let capacity = samples.count / (Self.sampleRate / Int(Self.framesPerSecond)) + 2
        var values = [Float](repeating: 0, count: capacity * size)
        var frames = 0
        fe_start_stream(frontEnd)
        fe_start_utt(frontEnd)
        values.withUnsafeMutableBufferPointer { values in
            var rows = (0..<capacity).map { frame in values.baseAddress.map { $0 + frame * size } }
            samples.withUnsafeBufferPointer { samples in
                var rest = samples.baseAddress
                var count = samples.count
                var taken = CInt(capacity)
                fe_process_frames(frontEnd, &rest, &count, &rows, &taken, nil)
                frames = Int(taken)
                var last: CInt = 0
                if frames < capacity {
                    fe_end_utt(frontEnd, rows[frames], &last)
                } else {
                    fe_end_utt(frontEnd, nil, &last)
                }
                frames += Int(last)
            }
        }
        // Mean normalisation over the frames that hold sound, as the model was trained ("batch" in sphinxbase).
        var mean = [Float](repeating: 0, count: size)
        var sounding = 0
        for frame in 0..<frames where values[frame * size] >= 0 {
            sounding += 1
            for lane in 0..<size { mean[lane] += values[frame * size + lane] }
        }
        guard sounding > 0 else { return (values, frames, size) }
        for frame in 0..<frames {
            for lane in 0..<size { values[frame * size + lane] -= mean[lane] / Float(sounding) }
        }
        return (values, frames, size)
    }

    private func segments() -> [Segment] {
        var segments: [Segment] = []
        var iterator = ps_seg_iter(handle)
        let logarithm = ps_get_logmath(handle)
        while let segment = iterator {
            var first: CInt = 0
            var last: CInt = 0
            ps_seg_frames(segment, &first, &last)
            var acoustic: Int32 = 0
            var language: Int32 = 0
            var back: Int32 = 0
            let posterior = ps_seg_prob(segment, &acoustic, &language, &back)
            if let word = ps_seg_word(segment), last >= first {
                segments.append(
                    Segment(
                        word: String(cString: word), frames: Int(first)..<Int(last) + 1, acoustic: Int(acoustic),
                        logPosterior: logmath_log_to_ln(logarithm, posterior)))
            }
            iterator = ps_seg_next(segment)
        }
        return segments
    }
}
