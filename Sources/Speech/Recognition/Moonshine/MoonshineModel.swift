internal import Foundation
internal import Onnx

/// Moonshine's tiny model of English (Jeffries et al. 2024, arXiv:2410.15608): an encoder of the sound itself, and a
/// decoder that writes one token after the other. Shared by all utterances; any thread.
final class MoonshineModel: Sendable {
    /// Of the decoder: layers, and heads of so many numbers each.
    fileprivate static let (layers, heads, width) = (6, 8, 36)
    /// Tokens of a second of sound, at most: more is a loop in which the decoder repeats itself (the bound of the
    /// model's own reference, `max_length`).
    private static let tokensPerSecond = 6.5

    let tokens: MoonshineTokens
    private let encoder: OnnxModel
    private let decoder: OnnxModel
    private let library: OnnxLibrary
    private let nothing: OnnxTensor
    private let (isFresh, isCached): (OnnxTensor, OnnxTensor)

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
        nothing = try OnnxTensor([Float](), shape: [1, Self.heads, 0, Self.width], in: library)
        isFresh = try OnnxTensor([false], shape: [1], in: library)
        isCached = try OnnxTensor([true], shape: [1], in: library)
    }

    /// The tokens of what is said, each the likeliest behind those before.
    ///
    /// - Parameters:
    ///   - sound: Mono, 16 kHz, ±1; 0.1 to 30 s.
    ///   - draft: What an earlier pass over less of the sound found: what of it still holds costs one step together
    ///     (speculative decoding, Leviathan et al. 2023).
    ///   - isWanted: Asked before each step.
    /// - Returns: Nil when it is not wanted any more.
    func hear(
        _ sound: [Float], draft: [Int] = [], isWanted: () -> Bool = { true }
    ) throws(OnnxError) -> MoonshineHypothesis? {
        let mask = try OnnxTensor([Int64](repeating: 1, count: sound.count), shape: [1, sound.count], in: library)
        let heard = try encoder.run(
            [("input_values", try OnnxTensor(sound, shape: [1, sound.count], in: library)), ("attention_mask", mask)],
            outputs: ["last_hidden_state"])[0]
        let limit = Int(Double(sound.count) / Double(SphinxDecoder.sampleRate) * Self.tokensPerSecond) + 2
        var cache = Cache(nothing: nothing)
        var found = MoonshineHypothesis()
        // What the next step is given, beginning with the last token that is sure.
        var given = [MoonshineTokens.begin] + draft.prefix(limit)
        while true {
            guard isWanted() else { return nil }
            let inputs =
                [
                    ("input_ids", try OnnxTensor(given.map(Int64.init), shape: [1, given.count], in: library)),
                    ("encoder_hidden_states", heard), ("encoder_attention_mask", mask),
                    ("use_cache_branch", cache.isEmpty ? isFresh : isCached),
                ] + cache.inputs
            let outputs = try decoder.run(inputs, outputs: ["logits"] + cache.outputs)
            let choices = try Self.choices(in: outputs[0], count: given.count)
            // Of the draft, what the model would have written itself.
            let kept = zip(given.dropFirst(), choices).prefix { $0 == $1.token }.count
            for choice in choices.prefix(kept + 1) {
                found.logProbability += Double(choice.logProbability)
                if choice.token == MoonshineTokens.end || found.tokens.count >= limit { return found }
                found.tokens.append(choice.token)
            }
            try cache.take(outputs.dropFirst(), length: found.tokens.count, in: library)
            given = [choices[kept].token]
        }
    }

    /// The likeliest token of each row of logits.
    private static func choices(
        in logits: OnnxTensor, count: Int
    ) throws(OnnxError) -> [(token: Int, logProbability: Float)] {
        try logits.withFloats { (values) throws(OnnxError) in
            guard count > 0, values.count.isMultiple(of: count), values.count > 0 else {
                throw .failed(reason: "the model is not Moonshine's")
            }
            let size = values.count / count
            return (0..<count).map { row in
                let scores = values[row * size..<(row + 1) * size]
                var (best, place) = (-Float.infinity, scores.startIndex)
                for index in scores.indices where scores[index] > best { (best, place) = (scores[index], index) }
                let sum = scores.reduce(Float(0)) { $0 + Float(Foundation.exp(Double($1 - best))) }
                return (place - scores.startIndex, -Float(Foundation.log(Double(sum))))
            }
        }
    }

    /// What the decoder keeps of earlier steps: keys and values of each layer, of its own tokens and of the sound.
    private struct Cache {
        private var own: [OnnxTensor]
        private var sound: [OnnxTensor]
        private(set) var isEmpty = true

        private static let names = (0..<layers).flatMap { layer in ["key", "value"].map { (layer, $0) } }

        init(nothing: OnnxTensor) {
            own = Array(repeating: nothing, count: Self.names.count)
            sound = own
        }

        var inputs: [(name: String, value: OnnxTensor)] {
            zip(Self.names, own).map { ("past_key_values.\($0.0).decoder.\($0.1)", $1) }
                + zip(Self.names, sound).map { ("past_key_values.\($0.0).encoder.\($0.1)", $1) }
        }

        /// Those of the sound never change after the first step.
        var outputs: [String] {
            Self.names.map { "present.\($0.0).decoder.\($0.1)" }
                + (isEmpty ? Self.names.map { "present.\($0.0).encoder.\($0.1)" } : [])
        }

        /// - Parameter length: Tokens that hold; what the draft had beyond is dropped.
        mutating func take(
            _ outputs: ArraySlice<OnnxTensor>, length: Int, in library: OnnxLibrary
        ) throws(OnnxError) {
            let count = Self.names.count
            let first = isEmpty
            own = []
            for tensor in outputs.prefix(count) {
                own.append(first ? try tensor.cut(length, library) : tensor)
            }
            if first { sound = Array(outputs.dropFirst(count)) }
            isEmpty = false
        }
    }
}

/// What is said, as one pass over its sound found it.
struct MoonshineHypothesis: Equatable, Sendable {
    /// Without beginning and end.
    var tokens: [Int] = []
    /// Natural logarithm of the probability of all of them and the end.
    var logProbability = 0.0
}

extension OnnxTensor {
    /// The first `length` of each head's rows.
    fileprivate func cut(_ length: Int, _ library: OnnxLibrary) throws(OnnxError) -> OnnxTensor {
        let (heads, width) = (MoonshineModel.heads, MoonshineModel.width)
        let kept = try withFloats { (values) throws(OnnxError) -> [Float]? in
            let rows = values.count / (heads * width)
            guard rows > length else { return nil }
            return (0..<heads).flatMap { head in
                values[head * rows * width..<(head * rows + length) * width]
            }
        }
        guard let kept else { return self }
        return try OnnxTensor(kept, shape: [1, heads, length, width], in: library)
    }
}
