internal import Foundation
internal import Onnx

/// Moonshine's tiny model of English (Jeffries et al. 2024, arXiv:2410.15608): an encoder of the sound itself, and a
/// decoder that says how likely each token comes next. Shared by all utterances; any thread.
final class MoonshineModel: Sendable {
    /// Tokens of a second of sound, at most: more is a loop in which the decoder repeats itself (the bound of the
    /// model's own reference, `max_length`).
    private static let tokensPerSecond = 6.5
    /// Numbers by which the encoder tells each moment.
    fileprivate static let width = 288

    let tokens: MoonshineTokens
    private let encoder: OnnxModel
    private let decoder: OnnxModel
    let library: OnnxLibrary
    private let fresh: DecoderCache
    private let (isFresh, isCached): (OnnxTensor, OnnxTensor)

    /// Sound as the decoder hears it.
    struct Heard {
        fileprivate let states: OnnxTensor
        fileprivate let mask: OnnxTensor
        fileprivate let samples: Int
        /// Tokens it may hold.
        let limit: Int

        /// The same for several rows, which the first step asks for.
        func repeated(_ count: Int, in library: OnnxLibrary) throws(OnnxError) -> Heard {
            let rows = try states.withFloats { (values) throws(OnnxError) in
                (0..<count).flatMap { _ in values }
            }
            let length = rows.count / count / MoonshineModel.width
            return Heard(
                states: try OnnxTensor(rows, shape: [count, length, MoonshineModel.width], in: library),
                mask: try OnnxTensor(
                    [Int64](repeating: 1, count: count * samples), shape: [count, samples], in: library),
                samples: samples, limit: limit)
        }
    }

    /// Loads 45 MB; 0.1 s.
    ///
    /// - Throws: `OnnxError`.
    init(_ files: MoonshineFiles) throws(OnnxError) {
        func bytes(_ file: URL) throws(OnnxError) -> [UInt8] {
            guard let data = try? Data(contentsOf: file) else {
                throw .failed(reason: "\(file.path) cannot be read")
            }
            return [UInt8](data)
        }
        guard let tokens = MoonshineTokens(file: try bytes(files.tokens)) else {
            throw .failed(reason: "\(files.tokens.path) holds no tokens")
        }
        self.tokens = tokens
        library = try OnnxLibrary(library: files.library.path)
        encoder = try OnnxModel(try bytes(files.encoder), library: library)
        decoder = try OnnxModel(try bytes(files.decoder), library: library)
        fresh = try DecoderCache(library)
        isFresh = try OnnxTensor([false], shape: [1], in: library)
        isCached = try OnnxTensor([true], shape: [1], in: library)
    }

    /// - Parameter sound: Mono, 16 kHz; 0.1 to 30 s.
    func hear(_ sound: [Int16]) throws(OnnxError) -> Heard {
        let mask = try OnnxTensor([Int64](repeating: 1, count: sound.count), shape: [1, sound.count], in: library)
        let values = sound.map { Float($0) / 32_768 }
        let states = try encoder.run(
            [
                ("input_values", try OnnxTensor(values, shape: [1, sound.count], in: library)),
                ("attention_mask", mask),
            ],
            outputs: ["last_hidden_state"])
        let limit = Int(Double(sound.count) / Double(SphinxDecoder.sampleRate) * Self.tokensPerSecond) + 2
        return Heard(states: states[0], mask: mask, samples: sound.count, limit: limit)
    }

    /// How likely each token comes behind those given.
    ///
    /// - Parameters:
    ///   - rows: The tokens behind those of `cache`, of each hypothesis; as many each.
    ///   - heard: With as many rows where nothing is given yet.
    ///   - cache: Nil where nothing is given yet.
    /// - Returns: Logits of every token of every row, one after the other, and the cache behind them.
    func step(
        _ rows: [[Int]], _ heard: Heard, _ cache: DecoderCache?
    ) throws(OnnxError) -> (logits: TokenScores, cache: DecoderCache) {
        let length = rows.first?.count ?? 0
        let given = try OnnxTensor(rows.joined().map(Int64.init), shape: [rows.count, length], in: library)
        let inputs =
            [
                ("input_ids", given), ("encoder_hidden_states", heard.states), ("encoder_attention_mask", heard.mask),
                ("use_cache_branch", cache == nil ? isFresh : isCached),
            ] + (cache ?? fresh).inputs
        let outputs = try decoder.run(inputs, outputs: ["logits"] + DecoderCache.outputs(isFirst: cache == nil))
        let scores = try TokenScores(outputs[0], rows: rows.count * length, tokens: tokens.pieces.count)
        return (scores, (cache ?? fresh).followed(by: outputs.dropFirst()))
    }
}
