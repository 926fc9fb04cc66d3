internal import Foundation

/// Texts a person hands in.
enum TextFile {
    /// A transcript of ten minutes is about 10 kB.
    private static let maximumBytes = 1_000_000

    /// - Throws: ``CommandError/cannotRead(path:reason:)`` when it is missing, larger than 1 MB or not UTF-8.
    static func read(_ path: String) throws(CommandError) -> String {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw .cannotRead(path: path, reason: "there is no such file")
        }
        guard let bytes = try? handle.read(upToCount: maximumBytes + 1) else {
            throw .cannotRead(path: path, reason: "it is empty or not a file")
        }
        guard bytes.count <= maximumBytes else { throw .cannotRead(path: path, reason: "it is larger than 1 MB") }
        guard let text = String(data: bytes, encoding: .utf8) else {
            throw .cannotRead(path: path, reason: "it is not UTF-8 text")
        }
        return text
    }
}
