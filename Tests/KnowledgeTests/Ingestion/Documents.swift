import Foundation

@testable import Knowledge

/// The documents of Tests/Fixtures/documents.
enum Documents {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Fixtures/documents").standardizedFileURL
    static let all = ["faq.csv", "guide.docx", "guide.html", "guide.md", "guide.pdf", "guide.txt"]

    static func path(_ name: String) -> String { folder.appending(path: name).path }
    static func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: folder.appending(path: name))) }
}

/// Archives made by hand, for what no honest program writes.
enum HandMadeZip {
    /// - Parameter files: Stored as they are, unless `packed` says what they unpack to.
    static func archive(_ files: [(name: String, content: [UInt8])]) -> [UInt8] {
        var (body, directory) = ([UInt8](), [UInt8]())
        for file in files {
            directory += entry(file.name, file.content, method: 0, size: file.content.count, offset: body.count)
            body += entry(file.name, file.content, method: 0, size: file.content.count, offset: nil) + file.content
        }
        return body + directory + end(files.count, directory.count, body.count)
    }

    /// One file of so many bytes, all alike: DEFLATE with the fixed code (RFC 1951, section 3.2.6), a literal and then
    /// nothing but matches of 258 bytes, 13 bits each.
    static func bomb(_ name: String, size: Int) -> [UInt8] {
        var bits = BitWriter()
        bits.write(0b011, 3)
        // Literal 0x20 has the code 0x30 + 0x20.
        bits.writeCode(0x50, 8)
        for _ in 0..<(size / 258) {
            bits.writeCode(0b1100_0101, 8)
            bits.writeCode(0, 5)
        }
        bits.writeCode(0, 7)
        let packed = bits.bytes
        let directory = entry(name, packed, method: 8, size: size, offset: 0)
        let body = entry(name, packed, method: 8, size: size, offset: nil) + packed
        return body + directory + end(1, directory.count, body.count)
    }

    /// Of the directory with an offset, else the one before the content (APPNOTE 6.3, 4.3.7 and 4.3.12).
    private static func entry(_ name: String, _ packed: [UInt8], method: Int, size: Int, offset: Int?) -> [UInt8] {
        var bytes: [UInt8] = offset == nil ? [0x50, 0x4B, 3, 4] : [0x50, 0x4B, 1, 2, 20, 0]
        bytes += number(20, 2) + number(0, 2) + number(method, 2) + number(0, 4)
        bytes += number(method == 0 ? Int(checksum(packed)) : 0, 4) + number(packed.count, 4) + number(size, 4)
        bytes += number(name.utf8.count, 2) + number(0, 2)
        if let offset { bytes += number(0, 2) + number(0, 2) + number(0, 2) + number(0, 4) + number(offset, 4) }
        return bytes + Array(name.utf8)
    }

    private static func end(_ count: Int, _ size: Int, _ offset: Int) -> [UInt8] {
        [0x50, 0x4B, 5, 6] + number(0, 4) + number(count, 2) + number(count, 2) + number(size, 4) + number(offset, 4)
            + number(0, 2)
    }

    private static func number(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~0) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in value >> 1 ^ (value & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
    }

    private struct BitWriter {
        var bytes: [UInt8] = []
        private var used = 8

        /// Lowest bit first.
        mutating func write(_ value: Int, _ count: Int) {
            for bit in 0..<count {
                if used == 8 {
                    bytes.append(0)
                    used = 0
                }
                bytes[bytes.count - 1] |= UInt8(value >> bit & 1) << UInt8(used)
                used += 1
            }
        }

        /// Highest bit first, as codes are.
        mutating func writeCode(_ value: Int, _ count: Int) {
            for bit in (0..<count).reversed() { write(value >> bit & 1, 1) }
        }
    }
}
