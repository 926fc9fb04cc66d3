internal import Foundation

/// The key with which a server seals what it must be able to read again: from the operator, or a file of its own.
package enum SealKey {
    /// A key as people and tools write it: 64 hexadecimal digits, or 32 bytes in base64.
    /// - Throws: ``SealKeyError/notAKey``.
    package static func read(_ text: String) throws(SealKeyError) -> [UInt8] {
        let text = text.filter { !$0.isWhitespace }
        if text.count == 2 * TextSeal.keyLength, text.allSatisfy({ $0.isASCII && $0.isHexDigit }) {
            let digits = text.compactMap(\.hexDigitValue)
            return (0..<TextSeal.keyLength).map { UInt8(digits[2 * $0] << 4 | digits[2 * $0 + 1]) }
        }
        guard let bytes = Data(base64Encoded: text), bytes.count == TextSeal.keyLength else { throw .notAKey }
        return [UInt8](bytes)
    }

    /// The key in a file, which is made when there is none: base64, readable by its owner alone.
    ///
    /// Of servers that start at the same moment, one makes the file and the others read it.
    package static func kept(in path: String) throws(SealKeyError) -> [UInt8] {
        if let found = try load(path) { return found }
        let bytes = Secret.randomBytes(TextSeal.keyLength)
        let text = Data(bytes).base64EncodedString() + "\n"
        // Written whole under another name first: nobody reads half a key, and an existing one is never replaced.
        let draft = path + "." + Secret.token(bytes: 6)
        defer { unlink(draft) }
        let descriptor = Foundation.open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .cannotWrite(path: path, reason: String(cString: strerror(errno))) }
        let written = text.withCString { write(descriptor, $0, strlen($0)) }
        let isSafe = written == text.utf8.count && fsync(descriptor) == 0
        let reason = String(cString: strerror(errno))
        close(descriptor)
        guard isSafe else { throw .cannotWrite(path: path, reason: reason) }
        guard link(draft, path) == 0 else {
            if errno == EEXIST, let found = try load(path) { return found }
            throw .cannotWrite(path: path, reason: String(cString: strerror(errno)))
        }
        return bytes
    }

    private static func load(_ path: String) throws(SealKeyError) -> [UInt8]? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let data = FileManager.default.contents(atPath: path), data.count <= 4096 else {
            throw .cannotRead(path: path)
        }
        do {
            return try read(String(decoding: data, as: UTF8.self))
        } catch {
            throw .cannotRead(path: path)
        }
    }
}

/// Why there is no key to seal with.
package enum SealKeyError: Error, Equatable, CustomStringConvertible {
    case notAKey
    case cannotRead(path: String)
    case cannotWrite(path: String, reason: String)

    package var description: String {
        switch self {
        case .notAKey: "the secret key is not 32 bytes in base64 or hexadecimal; make one with: openssl rand -base64 32"
        case .cannotRead(let path):
            "the secret key in \(path) cannot be read; restore it from a backup, or remove it and store all secrets anew"
        case .cannotWrite(let path, let reason): "the secret key cannot be kept in \(path): \(reason)"
        }
    }
}
