import Foundation

/// A folder with a model that is made up: shaped as a streaming NeMo model with CTC (onnx.proto3, ir_version 8), it
/// writes "beep" while the mean of the features is above a threshold. It recognises nothing and says nothing about
/// recognition; it lets the real library run.
struct StandInModel {
    static let window = 16
    static let notes = [
        "window_size": "16", "chunk_shift": "8", "subsampling_factor": "8", "vocab_size": "1", "normalize_type": "",
        "cache_last_channel_dim1": "1", "cache_last_channel_dim2": "1", "cache_last_channel_dim3": "1",
        "cache_last_time_dim1": "1", "cache_last_time_dim2": "1", "cache_last_time_dim3": "1",
    ]

    let folder: URL

    init(tokens: String? = "\u{2581}BEEP 0\n<blk> 1\n", models: [String: Data] = [:]) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "visavis-model-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        if let tokens { try Data(tokens.utf8).write(to: folder.appending(path: "tokens.txt")) }
        for (name, data) in models { try data.write(to: folder.appending(path: name)) }
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    /// ModelProto: 1 ir_version, 7 graph, 8 opset, 14 metadata.
    static func model(notes: [String: String] = notes) -> Data {
        var model = number(1, 8) + field(8, field(1, Data()) + number(2, 13)) + field(7, graph)
        for (key, value) in notes { model += field(14, text(1, key) + text(2, value)) }
        return model
    }

    /// GraphProto: 1 node, 2 name, 5 initializer, 11 input, 12 output.
    private static var graph: Data {
        let (float, long) = (UInt64(1), UInt64(7))
        let inputs = [
            value("x", float, [1, 80, window]), value("length", long, [1]), value("channel", float, [1, 1, 1, 1]),
            value("time", float, [1, 1, 1, 1]), value("channel_length", long, [1]),
        ]
        let outputs = [
            value("logits", float, [1, 2, 2]), value("logits_length", long, [1]),
            value("next_channel", float, [1, 1, 1, 1]), value("next_time", float, [1, 1, 1, 1]),
            value("next_channel_length", long, [1]),
        ]
        // AttributeProto: 1 name, 3 i, 8 ints, 20 type (2 INT, 7 INTS).
        let axes = text(1, "axes") + number(8, 1) + number(8, 2) + number(20, 7)
        let keep = text(1, "keepdims") + number(3, 1) + number(20, 2)
        let nodes = [
            node("ReduceMean", ["x"], "mean", [axes, keep]), node("Mul", ["mean", "weights"], "weighted"),
            node("Add", ["weighted", "biases"], "logits"), node("Identity", ["length"], "logits_length"),
            node("Identity", ["channel"], "next_channel"), node("Identity", ["time"], "next_time"),
            node("Identity", ["channel_length"], "next_channel_length"),
        ]
        return nodes.reduce(Data()) { $0 + field(1, $1) } + text(2, "stand-in")
            + field(5, tensor("weights", [1, 0, 1, 0])) + field(5, tensor("biases", [8, 0, 8, 0]))
            + inputs.reduce(Data()) { $0 + field(11, $1) } + outputs.reduce(Data()) { $0 + field(12, $1) }
    }

    /// NodeProto: 1 input, 2 output, 4 op_type, 5 attribute.
    private static func node(_ type: String, _ inputs: [String], _ output: String, _ attributes: [Data] = []) -> Data {
        inputs.reduce(Data()) { $0 + text(1, $1) } + text(2, output) + text(4, type)
            + attributes.reduce(Data()) { $0 + field(5, $1) }
    }

    /// ValueInfoProto: 1 name, 2 type { 1 tensor { 1 elem_type, 2 shape { 1 dim { 1 dim_value } } } }.
    private static func value(_ name: String, _ type: UInt64, _ shape: [Int]) -> Data {
        let dimensions = shape.reduce(Data()) { $0 + field(1, number(1, UInt64($1))) }
        return text(1, name) + field(2, field(1, number(1, type) + field(2, dimensions)))
    }

    /// TensorProto of floats, (1, 2, 2): 1 dims, 2 data_type, 8 name, 9 raw_data.
    private static func tensor(_ name: String, _ values: [Float]) -> Data {
        let raw = values.reduce(Data()) { $0 + withUnsafeBytes(of: $1.bitPattern.littleEndian) { Data($0) } }
        return number(1, 1) + number(1, 2) + number(1, 2) + number(2, 1) + text(8, name) + field(9, raw)
    }

    private static func text(_ number: UInt64, _ text: String) -> Data { field(number, Data(text.utf8)) }
    private static func number(_ number: UInt64, _ value: UInt64) -> Data { varint(number << 3) + varint(value) }
    private static func field(_ number: UInt64, _ body: Data) -> Data {
        varint(number << 3 | 2) + varint(UInt64(body.count)) + body
    }
    private static func varint(_ value: UInt64) -> Data {
        var (rest, bytes) = (value, Data())
        while rest > 127 {
            bytes.append(UInt8(rest & 127) | 128)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
        return bytes
    }
}
