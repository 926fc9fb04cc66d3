/// The pieces of words that Moonshine writes with: those of SentencePiece's byte-pair encoding, U+2581 for a space.
struct MoonshineTokens: Sendable {
    static let begin = 1
    static let end = 2
    /// What follows the single bytes; the lower the number, the sooner two pieces are joined.
    private static let firstPiece = 259

    /// By number; empty for what is not written.
    let pieces: [[UInt8]]
    /// The same in lower case, where they are text.
    let spelt: [String]
    /// ".", "?", "!" and "," as they close an utterance, and the end itself.
    let endings: [Int]
    private let numbers: [String: Int]

    /// - Parameter file: For each piece its length (one byte, or two of seven bits each, the lower first) and its UTF-8.
    /// - Returns: Nil for what is no such file.
    init?(file: [UInt8]) {
        var texts: [[UInt8]] = []
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
            texts.append(Array(file[place..<place + length]))
            place += length
        }
        guard texts.count > Self.firstPiece else { return nil }
        pieces = texts.enumerated().map { number, bytes in
            guard number > Self.end else { return [] }
            guard number >= Self.firstPiece else { return bytes }
            return Array(String(decoding: bytes, as: UTF8.self).replacing("\u{2581}", with: " ").utf8)
        }
        let written = pieces.map { String(decoding: $0, as: UTF8.self) }
        spelt = written.map { $0.lowercased() }
        var numbers: [String: Int] = [:]
        for (number, text) in written.enumerated().dropFirst(Self.firstPiece) where numbers[text] == nil {
            numbers[text] = number
        }
        self.numbers = numbers
        endings = [".", "?", "!", ","].compactMap { numbers[$0] } + [Self.end]
    }

    func text(of tokens: some Sequence<Int>) -> String {
        let bytes = tokens.flatMap { pieces.indices.contains($0) ? pieces[$0] : [] }
        return String(String(decoding: bytes, as: UTF8.self).drop { $0 == " " })
    }

    func isEnding(_ token: Int) -> Bool { endings.contains(token) }

    /// Byte-pair encoding (Sennrich et al. 2016) of a few words; empty for characters that have no piece.
    func tokens(of text: String) -> [Int] {
        var parts = (" " + text).map { String($0) }
        while true {
            let joined = parts.indices.dropLast().compactMap { place in
                numbers[parts[place] + parts[place + 1]].map { (number: $0, place: place) }
            }
            guard let next = joined.min(by: { $0 < $1 }) else { break }
            parts[next.place...next.place + 1] = [parts[next.place] + parts[next.place + 1]]
        }
        let found = parts.map { numbers[$0] }
        return found.contains(nil) ? [] : found.compactMap(\.self)
    }
}
