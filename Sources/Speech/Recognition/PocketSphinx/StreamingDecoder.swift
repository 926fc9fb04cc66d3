internal import CPocketSphinx
internal import Foundation

/// One pocketsphinx decoder that hears utterances as they are spoken. One thread at a time.
///
/// pocketsphinx subtracts the cepstral mean of what it heard before, weighted as 5 s: at another microphone's level
/// the first utterance would be lost. So the first half second of an utterance waits until its own mean is known, and
/// the mean then follows every block.
final class StreamingDecoder {
    /// Sound that waits for its mean, in samples.
    private static let headStart = SphinxDecoder.sampleRate * 48 / 100
    /// Weight of what is known of the speaker before, in frames of 10 ms.
    private static let knownWeight = 200
    private static let unknownWeight = 20

    private let decoder: SphinxDecoder
    private let languageModel: OpaquePointer?
    private let standardMean: [Float]
    /// Held back until there is ``headStart`` of it; nil from then on.
    private var head: [Int16]?
    private var known: [Float]?
    private var isOpen = false
    private var taken = 0
    /// The utterance's sound, while it is short enough to be weighed.
    private var sound: [Int16]?
    private let choice: PhraseChoice

    init(_ model: EnglishModel) throws(AlignmentError) {
        decoder = try SphinxDecoder(
            model,
            options: SphinxDecoder.Options(
                text: ["-lm": model.language.path, "-dict": model.lexicon.path], flags: ["-fwdflat": false]))
        choice = PhraseChoice(decoder)
        languageModel = ps_get_lm(decoder.handle, ps_get_search(decoder.handle))
        standardMean = Self.mean(of: ps_get_feat(decoder.handle).pointee.cmn_struct)
    }

    /// - Parameter mean: What ``mean`` was after an earlier utterance of the same speaker.
    func begin(mean: [Float]?) throws(AlignmentError) {
        abandon()
        known = mean
        head = []
        taken = 0
        sound = []
    }

    func take(_ samples: [Int16]) throws(AlignmentError) {
        taken += samples.count
        sound = taken <= PhraseChoice.longest ? sound.map { $0 + samples } : nil
        guard var waiting = head else { return try decode(samples) }
        waiting += samples
        head = waiting
        if waiting.count >= Self.headStart { try start() }
    }

    func partial() -> RecognisedText { text(isFinal: false) }

    func end() throws(AlignmentError) -> RecognisedText {
        try start()
        ps_end_utt(decoder.handle)
        isOpen = false
        return text(isFinal: true)
    }

    /// Of the utterance that has ended; nil when it was too long.
    func likelihoods(among groups: [[String]]) -> PhraseLikelihoods? {
        sound.map { PhraseLikelihoods(groups: choice.likelihoods(of: $0, among: groups)) }
    }

    func abandon() {
        if isOpen { ps_end_utt(decoder.handle) }
        isOpen = false
        head = nil
    }

    /// Of the utterance so far and what was known before.
    var mean: [Float] { Self.mean(of: ps_get_feat(decoder.handle).pointee.cmn_struct) }

    private func start() throws(AlignmentError) {
        guard let waiting = head else { return }
        head = nil
        setMean(of: waiting)
        ps_start_stream(decoder.handle)
        guard ps_start_utt(decoder.handle) == 0 else {
            throw .recogniserFailed(reason: "no utterance could be started")
        }
        isOpen = true
        try decode(waiting)
    }

    private func decode(_ samples: [Int16]) throws(AlignmentError) {
        guard isOpen, !samples.isEmpty else { return }
        let result = samples.withUnsafeBufferPointer {
            ps_process_raw(decoder.handle, $0.baseAddress, $0.count, 0, 0)
        }
        guard result >= 0 else { throw .recogniserFailed(reason: "the audio was refused") }
        cmn_live_update(ps_get_feat(decoder.handle).pointee.cmn_struct)
    }

    private func text(isFinal: Bool) -> RecognisedText {
        guard head == nil, let pointer = ps_get_hyp(decoder.handle, nil) else {
            return RecognisedText(text: "", isFinal: isFinal, covers: taken)
        }
        let text = String(cString: pointer)
        return RecognisedText(text: text, isFinal: isFinal, covers: taken, logEndProbability: logEnd(after: text))
    }

    private func logEnd(after text: String) -> Double? {
        languageModel.flatMap {
            TrigramModel.logEnd(after: TrigramModel.words(of: text), by: $0, ps_get_logmath(decoder.handle))
        }
    }

    // MARK: - Cepstral mean

    private static func mean(of normalisation: UnsafeMutablePointer<cmn_t>?) -> [Float] {
        guard let normalisation else { return [] }
        return (0..<Int(normalisation.pointee.veclen)).map { normalisation.pointee.cmn_mean[$0] }
    }

    /// The mean to begin with: what is known of the speaker, or what a speaker sounds like in general, and the louder
    /// half of the first frames.
    private func setMean(of samples: [Int16]) {
        guard let normalisation = ps_get_feat(decoder.handle).pointee.cmn_struct else { return }
        let size = Int(normalisation.pointee.veclen)
        let rows = decoder.cepstra(of: samples, size: size).sorted { $0[0] > $1[0] }
        let loud = rows.prefix(rows.count / 2)
        let weight = known == nil ? Self.unknownWeight : Self.knownWeight
        let prior = known ?? standardMean
        for lane in 0..<size {
            let sum = loud.reduce(prior[lane] * Float(weight)) { $0 + $1[lane] }
            let mean = sum / Float(weight + loud.count)
            normalisation.pointee.cmn_mean[lane] = mean
            normalisation.pointee.sum[lane] = mean * Float(weight)
        }
        normalisation.pointee.nframe = Int32(weight)
    }
}

extension SphinxDecoder {
    /// Cepstra before normalisation, one row per frame. Only between utterances.
    fileprivate func cepstra(of samples: [Int16], size: Int) -> [[Float]] {
        let frontEnd = ps_get_fe(handle)
        let capacity = samples.count / (Self.sampleRate / Int(Self.framesPerSecond)) + 2
        var values = [Float](repeating: 0, count: capacity * size)
        var taken = Int32(capacity)
        fe_start_stream(frontEnd)
        fe_start_utt(frontEnd)
        values.withUnsafeMutableBufferPointer { values in
            var rows = (0..<capacity).map { frame in values.baseAddress.map { $0 + frame * size } }
            samples.withUnsafeBufferPointer { samples in
                var rest = samples.baseAddress
                var count = samples.count
                fe_process_frames(frontEnd, &rest, &count, &rows, &taken, nil)
                var last: Int32 = 0
                fe_end_utt(frontEnd, taken < capacity ? rows[Int(taken)] : nil, &last)
            }
        }
        return (0..<Int(taken)).map { Array(values[$0 * size..<($0 + 1) * size]) }
    }
}
