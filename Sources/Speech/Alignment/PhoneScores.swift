internal import CPocketSphinx
internal import Foundation

/// How well each phone of the English model fits each 10 ms of a recording, whatever the neighbours.
struct PhoneScores: Sendable {
    static let statesPerPhone = 3
    /// Lower-case names in the model's order; "+nsn+" and "+spn+" are its noises.
    let phones: [String]
    /// Cost of `[frame][phone × 3 + state]`: minus the log likelihood over the best state's, in pocketsphinx's units
    /// (ln × 9.77); ≥ 0, and 0 for the best.
    let costs: [Int16]
    let frames: Int

    var width: Int { phones.count * Self.statesPerPhone }

    /// - Parameters:
    ///   - samples: 16 kHz.
    ///   - isCancelled: asked once per second of audio.
    /// - Throws: `recogniserFailed`, `cancelled`.
    init(
        _ samples: [Int16], model: EnglishModel, progress: (Double) -> Void, isCancelled: () -> Bool
    ) throws(AlignmentError) {
        phones = try Self.phones(of: model)
        let decoder = try SphinxDecoder(model, options: .init(flags: ["-compallsen": true]))
        guard
            let scorer = acmod_init(
                ps_get_config(decoder.handle), ps_get_logmath(decoder.handle), ps_get_fe(decoder.handle),
                ps_get_feat(decoder.handle))
        else { throw .recogniserFailed(reason: "its acoustic model could not be opened") }
        defer { acmod_free(scorer) }
        // One frame per 10 ms, the last window lying wholly inside; scoring past the last frame never ends.
        let count = max(0, (samples.count - Self.window) / Self.hop + 1)
        let width = phones.count * Self.statesPerPhone
        var costs = [Int16](repeating: 0, count: count * width)
        acmod_set_grow(scorer, 1)
        acmod_start_stream(scorer)
        guard acmod_start_utt(scorer) == 0 else { throw .recogniserFailed(reason: "no utterance could be started") }
        let refused = samples.withUnsafeBufferPointer { samples in
            var rest = samples.baseAddress
            var left = samples.count
            return acmod_process_raw(scorer, &rest, &left, 1) < 0
        }
        acmod_end_utt(scorer)
        if refused { throw .recogniserFailed(reason: "the audio was refused") }
        for frame in 0..<count {
            if frame % 100 == 0 {
                if isCancelled() { throw .cancelled }
                progress(Double(frame) / Double(count))
            }
            guard let senones = acmod_score(scorer, nil) else {
                throw .recogniserFailed(reason: "it gave no score for \(Double(frame) / 100) s")
            }
            // Context-independent states come first, three to a phone.
            var least = Int16.max
            for state in 0..<width { least = min(least, senones[state]) }
            for state in 0..<width { costs[frame * width + state] = senones[state] - least }
            acmod_advance(scorer)
        }
        self.costs = costs
        frames = count
    }

    private static let hop = 160
    /// 25.6 ms, rounded up.
    private static let window = 410

    /// Reads the phone names from a binary model definition (sphinx3 "BMDF", version 1).
    private static func phones(of model: EnglishModel) throws(AlignmentError) -> [String] {
        let file = model.acoustic.appending(path: "mdef")
        guard let data = try? [UInt8](Data(contentsOf: file)) else { throw .modelMissing(file: file.path) }
        func number(at offset: Int) -> Int? {
            guard offset >= 0, offset + 4 <= data.count else { return nil }
            return (0..<4).reduce(0) { $0 | Int(data[offset + $1]) << (8 * $1) }
        }
        // "BMDF", version, length of a description, the description, ten counts, names ended by zeros.
        guard data.prefix(4).elementsEqual("BMDF".utf8), let length = number(at: 8),
            let count = number(at: 12 + length),
            let states = number(at: 12 + length + 12), (1...200).contains(count), states == count * statesPerPhone
        else { throw .recogniserFailed(reason: "the model definition in \(file.path) is of another kind") }
        let names = data.dropFirst(12 + length + 40).split(
            separator: 0, maxSplits: count, omittingEmptySubsequences: false)
        return names.prefix(count).map { String(decoding: $0, as: UTF8.self).lowercased() }
    }
}
