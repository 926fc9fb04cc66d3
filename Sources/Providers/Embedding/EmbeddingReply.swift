internal import Core
internal import Foundation

/// A reply of `/embeddings`. Pure.
enum EmbeddingReply {
    /// One vector for each text, in the order of the texts.
    ///
    /// - Parameters:
    ///   - count: How many there must be.
    ///   - length: Of each; nil takes any, the same for all.
    static func vectors(
        _ body: [UInt8], count: Int, length: Int?
    ) throws(ProviderError.Fault) -> [[Float]] {
        guard let json = JSON(body), json.isObject else { throw .garbage(detail: "not JSON") }
        if let fault = ProviderError.Fault(errorIn: json) { throw fault }
        guard let entries = json["data"].array else { throw .garbage(detail: "JSON without data") }
        guard entries.count == count else { throw .garbage(detail: "\(entries.count) vectors for \(count) texts") }
        var vectors = [[Float]](repeating: [], count: count)
        for (position, entry) in entries.enumerated() {
            let index = entry["index"].int ?? position
            guard vectors.indices.contains(index), vectors[index].isEmpty else {
                throw .garbage(detail: "vectors numbered wrongly")
            }
            guard let vector = entry["embedding"].floats ?? base64(entry["embedding"]), !vector.isEmpty,
                vector.allSatisfy(\.isFinite)
            else { throw .garbage(detail: "a vector that is none") }
            vectors[index] = vector
        }
        let length = length ?? vectors.first?.count ?? 0
        guard vectors.allSatisfy({ $0.count == length }) else {
            throw .garbage(detail: "vectors of another length than \(length)")
        }
        return vectors
    }

    /// Little-endian 32-bit floats, which some servers send whatever was asked for.
    private static func base64(_ json: JSON) -> [Float]? {
        guard let text = json.string, let data = Data(base64Encoded: text), data.count.isMultiple(of: 4) else {
            return nil
        }
        return data.withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count, by: 4).map { place in
                let pattern = bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)
                return Float(bitPattern: UInt32(littleEndian: pattern))
            }
        }
    }
}
