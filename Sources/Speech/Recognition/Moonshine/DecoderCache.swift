internal import Onnx

/// What Moonshine's decoder keeps of earlier steps: keys and values of each layer, of its own tokens and of the sound.
/// Those of the sound never change after the first step, and one row of them serves any number of hypotheses.
struct DecoderCache: Sendable {
    /// Of the tiny model: layers, and heads of so many numbers each.
    private static let (layers, heads, width) = (6, 8, 36)
    private static let names = (0..<layers).flatMap { layer in ["key", "value"].map { (layer: layer, part: $0) } }

    private var own: [OnnxTensor]
    private var sound: [OnnxTensor]

    /// Before the first step.
    init(_ library: OnnxLibrary) throws(OnnxError) {
        let nothing = try OnnxTensor([Float](), shape: [1, Self.heads, 0, Self.width], in: library)
        own = Array(repeating: nothing, count: Self.names.count)
        sound = own
    }

    var inputs: [(name: String, value: OnnxTensor)] {
        zip(Self.names, own).map { ("past_key_values.\($0.layer).decoder.\($0.part)", $1) }
            + zip(Self.names, sound).map { ("past_key_values.\($0.layer).encoder.\($0.part)", $1) }
    }

    static func outputs(isFirst: Bool) -> [String] {
        names.map { "present.\($0.layer).decoder.\($0.part)" }
            + (isFirst ? names.map { "present.\($0.layer).encoder.\($0.part)" } : [])
    }

    /// - Parameter outputs: In the order of ``outputs(isFirst:)``.
    func followed(by outputs: ArraySlice<OnnxTensor>) -> DecoderCache {
        var next = self
        next.own = Array(outputs.prefix(Self.names.count))
        let rest = outputs.dropFirst(Self.names.count)
        if !rest.isEmpty { next.sound = Array(rest) }
        return next
    }

    /// The first `length` tokens of a cache of one row.
    func cut(to length: Int, in library: OnnxLibrary) throws(OnnxError) -> DecoderCache {
        try changed { (values) throws(OnnxError) in
            let tokens = values.count / (Self.heads * Self.width)
            guard tokens > length else { return nil }
            let kept = (0..<Self.heads).flatMap { head in
                values[head * tokens * Self.width..<(head * tokens + length) * Self.width]
            }
            return try OnnxTensor(kept, shape: [1, Self.heads, length, Self.width], in: library)
        }
    }

    /// - Parameter chosen: For each row of the result the one it comes from, all below `count`.
    /// - Parameter count: Rows there are.
    func rows(_ chosen: [Int], of count: Int, in library: OnnxLibrary) throws(OnnxError) -> DecoderCache {
        guard chosen != Array(0..<count) else { return self }
        return try changed { (values) throws(OnnxError) in
            let size = values.count / count
            let kept = chosen.flatMap { values[$0 * size..<($0 + 1) * size] }
            return try OnnxTensor(
                kept, shape: [chosen.count, Self.heads, size / (Self.heads * Self.width), Self.width], in: library)
        }
    }

    private func changed(
        _ body: (UnsafeBufferPointer<Float>) throws(OnnxError) -> OnnxTensor?
    ) throws(OnnxError) -> DecoderCache {
        var next = self
        for place in own.indices {
            if let tensor = try own[place].withFloats(body) { next.own[place] = tensor }
        }
        return next
    }
}
