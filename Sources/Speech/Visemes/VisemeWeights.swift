internal import CVisemeNetwork

/// The trained weights that are embedded in the program, read once.
///
/// File: 8 bytes "VISNET01", then four layers, each: inputs and outputs (UInt32), one scale per output, biases
/// (Float32), weights `[input][output]` (Int8; weight = value · scale), zero bytes up to a multiple of four. All
/// little-endian.
enum VisemeWeights {
    /// Rows back from the newest input row, per layer; `TAPS` of Tools/visemes/network.py.
    private static let taps = [[4, 3, 2, 1, 0], [6, 4, 2, 0], [16, 12, 8, 4, 0], [0]]
    /// Visemes, lip closure, openness.
    static let outputs = 17
    /// Feature rows before the instant of an output that the network sees, and rows after.
    static let past = 18
    static let ahead = 8

    static let layers: [LayerWeights] = {
        var count = 0
        guard let start = cvisemenetwork_bytes(&count) else { return [] }
        let layers = parse(UnsafeRawBufferPointer(start: start, count: count))
        precondition(layers.last?.outputs == outputs, "the embedded viseme network is damaged")
        return layers
    }()

    static func parse(_ bytes: UnsafeRawBufferPointer) -> [LayerWeights] {
        guard bytes.prefix(8).elementsEqual("VISNET01".utf8) else { return [] }
        var offset = 8
        func floats(_ count: Int) -> [Float] {
            defer { offset += 4 * count }
            return (0..<count).map { index in
                let bits = bytes.loadUnaligned(fromByteOffset: offset + 4 * index, as: UInt32.self)
                return Float(bitPattern: UInt32(littleEndian: bits))
            }
        }
        func integer() -> Int {
            defer { offset += 4 }
            return Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
        }
        var layers: [LayerWeights] = []
        for (number, taps) in taps.enumerated() {
            guard offset + 8 <= bytes.count else { return [] }
            let (inputs, outputs) = (integer(), integer())
            guard inputs % taps.count == 0, offset + 8 * outputs + inputs * outputs <= bytes.count else { return [] }
            let (scales, bias) = (floats(outputs), floats(outputs))
            let weights = (0..<inputs * outputs).map { index in
                Float(Int8(bitPattern: bytes[offset + index])) * scales[index % outputs]
            }
            offset += (inputs * outputs + 3) / 4 * 4
            layers.append(
                LayerWeights(
                    taps: taps, inputs: inputs / taps.count, outputs: outputs,
                    isRectified: number < Self.taps.count - 1, weights: weights, bias: bias))
        }
        return layers
    }
}
