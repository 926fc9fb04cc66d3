/// Makes a Piper model tell how long each of its phonemes is: the output of its one `Ceil` node becomes an output of the
/// model. Appending a further `graph` field to a serialised `ModelProto` merges it with the one that is there (Protocol
/// Buffers, "Encoding": embedded messages), so the file is not rewritten.
enum DurationOutput {
    /// - Returns: The model with the output and its name; nil when it has no such node.
    static func exposed(_ model: [UInt8]) -> (model: [UInt8], name: String)? {
        guard let name = name(in: model) else { return nil }
        // ModelProto.graph (7) { GraphProto.output (12) { ValueInfoProto.name (1) } }.
        let info = field(1, Array(name.utf8))
        return (model + field(7, field(12, info)), name)
    }

    private static func field(_ number: Int, _ bytes: [UInt8]) -> [UInt8] {
        varint(number << 3 | 2) + varint(bytes.count) + bytes
    }

    private static func varint(_ value: Int) -> [UInt8] {
        var (value, bytes) = (value, [UInt8]())
        repeat {
            bytes.append(UInt8(value & 0x7F) | (value > 0x7F ? 0x80 : 0))
            value >>= 7
        } while value > 0
        return bytes
    }

    /// NodeProto: output (2), op_type (4); GraphProto.node (1).
    private static func name(in model: [UInt8]) -> String? {
        for graph in Fields(model[...]) where graph.number == 7 {
            for node in Fields(graph.bytes) where node.number == 1 {
                var (output, kind): (ArraySlice<UInt8>, ArraySlice<UInt8>) = ([], [])
                for part in Fields(node.bytes) {
                    if part.number == 2, output.isEmpty { output = part.bytes }
                    if part.number == 4 { kind = part.bytes }
                }
                if kind.elementsEqual("Ceil".utf8) { return String(validating: output, as: UTF8.self) }
            }
        }
        return nil
    }

    /// The fields of one message; ends where it makes no sense.
    private struct Fields: Sequence, IteratorProtocol {
        private var rest: ArraySlice<UInt8>

        init(_ message: ArraySlice<UInt8>) { rest = message }

        mutating func next() -> (number: Int, bytes: ArraySlice<UInt8>)? {
            guard let key = number() else { return nil }
            let size: Int
            switch key & 7 {
            case 0:
                guard number() != nil else { return nil }
                return (key >> 3, [])
            case 1: size = 8
            case 2:
                guard let length = number() else { return nil }
                size = length
            case 5: size = 4
            default: return nil
            }
            guard size >= 0, size <= rest.count else { return nil }
            defer { rest = rest.dropFirst(size) }
            return (key >> 3, rest.prefix(size))
        }

        private mutating func number() -> Int? {
            var (value, shift) = (0, 0)
            while let byte = rest.popFirst(), shift < 63 {
                value |= Int(byte & 0x7F) << shift
                if byte < 0x80 { return value }
                shift += 7
            }
            return nil
        }
    }
}
