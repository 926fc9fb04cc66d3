internal import Foundation

/// The notes at the top level of an ONNX file (onnx.proto3: ModelProto.metadata_props), read without its graph.
///
/// The library ends the process for some files that are no models; so what a model must have is looked at before.
struct ModelMetadata {
    private static let longestNote = 1 << 20

    private(set) var notes: [String: String] = [:]

    /// - Throws: ``SherpaError/badFile(path:reason:)`` when the file is no ONNX model, or cut off.
    init(of file: URL) throws(SherpaError) {
        let bad = { SherpaError.badFile(path: file.path, reason: $0) }
        guard let data = try? Data(contentsOf: file, options: .alwaysMapped) else { throw bad("it cannot be read") }
        var reader = FieldReader(data)
        var hasGraph = false
        while let field = reader.next() {
            switch (field.number, field.body) {
            case (7, .some): hasGraph = true
            case (14, .some(let body)) where body.count <= Self.longestNote:
                var entry = FieldReader(body)
                var (key, value) = ("", "")
                while let part = entry.next() {
                    guard let text = part.body.map({ String(decoding: $0, as: UTF8.self) }) else { continue }
                    if part.number == 1 { key = text } else if part.number == 2 { value = text }
                }
                notes[key] = value
            default: break
            }
        }
        guard reader.isAtEnd, hasGraph else { throw bad("it is no ONNX model, or was not downloaded completely") }
    }

    func has(_ keys: [String]) -> Bool { keys.allSatisfy { notes[$0] != nil } }

    /// Frames of 10 ms that the model hears at once; nil when it does not say.
    var window: Int? { (notes["T"] ?? notes["window_size"]).flatMap { Int($0) } }
}

/// Walks over the fields of a protobuf message, nothing copied.
private struct FieldReader {
    private let data: Data
    private var position: Data.Index

    init(_ data: Data) {
        self.data = data
        position = data.startIndex
    }

    var isAtEnd: Bool { position == data.endIndex }

    /// Nil at the end, and before what is no field. `body` is nil for numbers.
    mutating func next() -> (number: UInt64, body: Data?)? {
        let start = position
        guard let tag = varint() else { return nil }
        var body: Data?
        var length: UInt64?
        switch tag & 7 {
        case 0: length = varint().map { _ in 0 }
        case 1: length = 8
        case 2: length = varint()
        case 5: length = 4
        default: break
        }
        guard tag >> 3 > 0, let length, length <= UInt64(data.endIndex - position) else {
            position = start
            return nil
        }
        let end = position + Int(length)
        if tag & 7 == 2 { body = data[position..<end] }
        position = end
        return (tag >> 3, body)
    }

    private mutating func varint() -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard position < data.endIndex else { return nil }
            let byte = data[position]
            position += 1
            value |= UInt64(byte & 127) << shift
            if byte < 128 { return value }
        }
        return nil
    }
}
