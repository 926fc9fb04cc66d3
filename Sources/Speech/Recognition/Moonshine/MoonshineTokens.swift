/// The pieces of words that Moonshine writes with: those of SentencePiece, U+2581 for a space, `<0x41>` for a byte.
struct MoonshineTokens: Sendable {
    static let begin = 1
    static let end = 2

    /// By number; empty for what is not written.
    let pieces: [[UInt8]]
    /// The same in lower case, where they are text.
    let spelt: [String]

    /// - Parameter file: For each piece its length (one byte, or two of seven bits each, the lower first) and its UTF-8.
    /// - Returns: Nil for what is no such file.
    init?(file: [UInt8]) {
        var pieces: [[UInt8]] = []
        var place = 0
        while place < file.count {
            var length = Int(file[place])
            place += 1
            if length >= 128 {
                guard place < file.count else { return nil }
                length = length - 128 + Int(file[place]) * 128
                place += 1
            }
            guard place + length <= file.count else { return nil }
            pieces.append(Self.written(Array(file[place..<place + length]), number: pieces.count))
            place += length
        }
        guard pieces.count > Self.end else { return nil }
        self.pieces = pieces
        spelt = pieces.map { String(decoding: $0, as: UTF8.self).lowercased() }
    }

    private static func written(_ piece: [UInt8], number: Int) -> [UInt8] {
        guard number > end else { return [] }
        let text = String(decoding: piece, as: UTF8.self)
        if let byte = text.wholeMatch(of: /<0x([0-9A-F]{2})>/) { return [UInt8(byte.1, radix: 16) ?? 0] }
        return Array(text.replacing("\u{2581}", with: " ").utf8)
    }

    func text(of tokens: some Sequence<Int>) -> String {
        let bytes = tokens.flatMap { pieces.indices.contains($0) ? pieces[$0] : [] }
        return String(String(decoding: bytes, as: UTF8.self).drop { $0 == " " })
    }
}
