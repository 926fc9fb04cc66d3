internal import Foundation
internal import Onnx

/// all-MiniLM-L6-v2 (N. Reimers & I. Gurevych, "Sentence-BERT", 2019; W. Wang et al., "MiniLM", 2020): texts of a
/// sentence or two to vectors, which are the nearer the more alike the meanings. It learnt English. Any thread.
final class SentenceModel: Sendable {
    /// Numbers of a vector.
    static let length = 384
    /// Word pieces of a text that are looked at; the rest is left out.
    private static let longest = 256
    /// Characters that are cut into pieces: more than 256 pieces of any language have.
    private static let characters = 4000
    /// Word pieces of one run, with what fills up shorter texts: 50 ms on one core, after which it is asked whether the
    /// rest is wanted.
    private static let batch = 512

    private let pieces: WordPieces
    private let library: OnnxLibrary
    private let model: OnnxModel

    /// Loads 23 MB, which become about 180 MB; 0.3 s.
    init(_ files: MeaningFiles) throws(MeaningError) {
        guard let json = try? Data(contentsOf: files.pieces), let pieces = WordPieces(json: json) else {
            throw .unreadable(path: files.pieces.path)
        }
        guard let bytes = try? Data(contentsOf: files.model) else { throw .unreadable(path: files.model.path) }
        self.pieces = pieces
        do {
            library = try OnnxLibrary(library: files.library.path)
            model = try OnnxModel([UInt8](bytes), library: library)
        } catch { throw .unusable(reason: "\(error)") }
    }

    /// Blocks until all of them are there.
    ///
    /// - Parameter isWanted: Asked before each run.
    /// - Returns: Of length 1, one for each text, in order; nil when they are not wanted any more.
    func vectors(of texts: [String], isWanted: () -> Bool) throws(MeaningError) -> [[Float]]? {
        let numbers = texts.map { pieces.numbers(of: String($0.prefix(Self.characters)), limit: Self.longest) }
        var vectors = [[Float]](repeating: [], count: texts.count)
        // Texts of like length together, so that little is filled up.
        var waiting = numbers.indices.sorted { (numbers[$0].count, $0) < (numbers[$1].count, $1) }
        while let longest = waiting.last.map({ numbers[$0].count }) {
            guard isWanted() else { return nil }
            let some = Array(waiting.suffix(max(Self.batch / longest, 1)))
            waiting.removeLast(some.count)
            do {
                for (place, vector) in zip(some, try run(some.map { numbers[$0] }, longest)) {
                    vectors[place] = vector
                }
            } catch { throw .unusable(reason: "\(error)") }
        }
        return vectors
    }

    private func run(_ texts: [[Int64]], _ width: Int) throws(OnnxError) -> [[Float]] {
        var numbers: [Int64] = []
        var mask: [Int64] = []
        for text in texts {
            let rest = [Int64](repeating: 0, count: width - text.count)
            numbers += text + rest
            mask += [Int64](repeating: 1, count: text.count) + rest
        }
        let shape = [texts.count, width]
        let hidden = try model.run(
            [
                ("input_ids", try OnnxTensor(numbers, shape: shape, in: library)),
                ("attention_mask", try OnnxTensor(mask, shape: shape, in: library)),
                (
                    "token_type_ids",
                    try OnnxTensor([Int64](repeating: 0, count: numbers.count), shape: shape, in: library)
                ),
            ], outputs: ["last_hidden_state"])[0]
        return try hidden.withFloats { (values) throws(OnnxError) in
            guard values.count == numbers.count * Self.length else {
                throw .failed(reason: "the model of sentences is not all-MiniLM-L6-v2")
            }
            return texts.indices.map { text in
                let start = text * width * Self.length
                return Self.mean(values[start..<start + texts[text].count * Self.length])
            }
        }
    }

    /// The mean of the pieces' vectors, at length 1.
    private static func mean(_ values: Slice<UnsafeBufferPointer<Float>>) -> [Float] {
        var sum = [Float](repeating: 0, count: length)
        for start in stride(from: values.startIndex, to: values.endIndex, by: length) {
            for place in 0..<length { sum[place] += values[start + place] }
        }
        let norm = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return norm > 0 ? sum.map { $0 / norm } : sum
    }
}
