internal import Glibc

/// What the decoding process says on its standard output: records of a kind, a length and so many bytes.
enum DecodeRecord: Equatable {
    /// The answer to a probe.
    case json([UInt8])
    /// Pixels of one frame.
    case frame([UInt8])
    /// Samples as 32-bit floats.
    case samples([UInt8])
    /// A `MediaError` as JSON.
    case error([UInt8])
    case end

    enum Kind: UInt8 {
        case json = 1
        case frame, samples, error, end
    }

    /// Kind, three zero bytes, length as a little-endian 32-bit number.
    static let headerSize = 8
    /// Nothing we send is larger: one frame of the largest picture.
    static let maximumLength = 4096 * 2304 * 3 / 2
}

/// Writes records to a pipe, waiting while the reader is busy. Owns the descriptor.
final class RecordWriter {
    private let descriptor: Int32
    init(descriptor: Int32) { self.descriptor = descriptor }
    deinit { close(descriptor) }

    /// - Throws: `cancelled` when nobody reads any more.
    func write(_ kind: DecodeRecord.Kind, _ bytes: [UInt8]) throws(MediaError) {
        let length = UInt32(bytes.count)
        let header = [kind.rawValue, 0, 0, 0] + (0..<4).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
        guard writeAll(header), writeAll(bytes) else { throw .cancelled }
    }

    private func writeAll(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                let count = Glibc.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
                if count < 0 && errno == EINTR { continue }
                if count <= 0 { return false }
                written += count
            }
            return true
        }
    }
}
