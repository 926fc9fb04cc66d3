internal import CVisemeNetwork

/// Weights of one layer, shared by all streams.
struct LayerWeights: Sendable {
    /// Rows back from the newest that are inputs, newest last (0).
    let taps: [Int]
    let inputs: Int
    let outputs: Int
    let isRectified: Bool
    /// `[taps · inputs][outputs]`, row-major.
    let weights: [Float]
    let bias: [Float]

    func callAsFunction(_ input: [Float]) -> [Float] {
        precondition(input.count == taps.count * inputs)
        return [Float](unsafeUninitializedCapacity: outputs) { buffer, count in
            cvisemenetwork_affine(
                input, input.count, weights, bias, buffer.baseAddress, outputs, isRectified ? 1 : 0)
            count = outputs
        }
    }
}

/// A convolution over time, one row in, at most one row out. Needs a full history before its first output.
struct ConvolutionLayer {
    private let layer: LayerWeights
    /// The last `taps.max + 1` input rows, oldest first.
    private var history: [[Float]] = []

    init(_ layer: LayerWeights) { self.layer = layer }

    /// The output whose newest input is `row`; nil until the history is full.
    mutating func push(_ row: [Float]) -> [Float]? {
        let span = layer.taps[0] + 1
        if history.count == span { history.removeFirst() }
        history.append(row)
        guard history.count == span else { return nil }
        return layer(layer.taps.flatMap { history[span - 1 - $0] })
    }
}
