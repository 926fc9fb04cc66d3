import Foundation
import Testing

@testable import Cryptography

@Suite struct TextSealTests {
    private let seal = TextSeal(key: Array(0..<32))

    @Test(
        "what is sealed opens again, and never looks the same",
        arguments: ["", "sk-123", "ключ 🔑", String(repeating: "x", count: 5000)])
    func roundTrip(text: String) throws {
        let (one, other) = (seal.seal(text, for: "a"), seal.seal(text, for: "a"))
        #expect(one != other)
        #expect(try seal.open(one, for: "a") == text)
        #expect(try seal.open(other, for: "a") == text)
        #expect(one.count == 1 + 12 + text.utf8.count + 16)
    }

    @Test("one changed bit anywhere, another place, another key or a piece missing, and it stays closed")
    func tampering() {
        let sealed = seal.seal("sk-123456", for: "row 1")
        for index in sealed.indices {
            for bit in 0..<8 {
                var changed = sealed
                changed[index] ^= 1 << bit
                #expect(throws: SealError.broken) { try seal.open(changed, for: "row 1") }
            }
        }
        for length in sealed.indices {
            #expect(throws: SealError.broken) { try seal.open(Array(sealed.prefix(length)), for: "row 1") }
        }
        #expect(throws: SealError.broken) { try seal.open(sealed + [0], for: "row 1") }
        #expect(throws: SealError.broken) { try seal.open(sealed, for: "row 2") }
        #expect(throws: SealError.broken) { try TextSeal(key: Array(1...32)).open(sealed, for: "row 1") }
    }

    /// Test cases 13 and 14 of the GCM specification (McGrew and Viega 2005, appendix B): key and nonce of zeros.
    @Test("it is the GCM that others write")
    func knownAnswer() throws {
        func bytes(_ hex: String) -> [UInt8] {
            let digits = hex.compactMap(\.hexDigitValue)
            return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
        }
        let empty = TextSeal(key: [UInt8](repeating: 0, count: 32))
        let sealed = [1] + [UInt8](repeating: 0, count: 12) + bytes("530f8afbc74536b9a963b4f1c4cb738b")
        #expect(try empty.open(sealed, for: "") == "")
        let zeros =
            [1] + [UInt8](repeating: 0, count: 12) + bytes("cea7403d4d606b6e074ec5d3baf39d18")
            + bytes("d0d1c8a799996bf0265b98b5d48ab919")
        #expect(try empty.open(zeros, for: "") == String(repeating: "\0", count: 16))
    }
}

@Suite struct SealKeyTests {
    @Test("a key is read in base64 and hexadecimal")
    func forms() throws {
        let bytes = [UInt8](0..<32)
        #expect(try SealKey.read(Data(bytes).base64EncodedString() + "\n") == bytes)
        #expect(try SealKey.read(bytes.map { String(format: "%02X", $0) }.joined()) == bytes)
        for text in ["", "password", Data([UInt8](0..<31)).base64EncodedString(), String(repeating: "zz", count: 32)] {
            #expect(throws: SealKeyError.notAKey) { try SealKey.read(text) }
        }
    }

    @Test("the file is made once, for its owner alone, and a damaged one is not replaced")
    func file() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "visavis-key-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "secret.key").path
        let made = try SealKey.kept(in: path)
        #expect(made.count == 32)
        #expect(try SealKey.kept(in: path) == made)
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["secret.key"])
        try Data("half a k".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: SealKeyError.cannotRead(path: path)) { try SealKey.kept(in: path) }
        #expect(throws: SealKeyError.self) { try SealKey.kept(in: folder.path + "/nowhere/secret.key") }
    }
}
