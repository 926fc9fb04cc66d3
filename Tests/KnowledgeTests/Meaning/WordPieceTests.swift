import Foundation
import Testing

@testable import Knowledge

@Suite("Word pieces")
struct WordPieceTests {
    private func pieces(_ words: [String]) throws -> WordPieces {
        let all = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"] + words
        let vocabulary = Dictionary(uniqueKeysWithValues: zip(all, 0...))
        let file: [String: Any] = ["model": ["type": "WordPiece", "vocab": vocabulary]]
        return try #require(WordPieces(json: try JSONSerialization.data(withJSONObject: file)))
    }

    @Test("words become the longest pieces there are, without case and accents")
    func longest() throws {
        let pieces = try pieces(["muse", "museum", "##s", "##um", "cafe", "!"])
        #expect(pieces.numbers(of: "Museums, CAFÉ!", limit: 16) == [2, 5, 6, 1, 8, 9, 3])
    }

    @Test("what cannot be put together from pieces is unknown as a whole")
    func unknown() throws {
        let pieces = try pieces(["a", "##a", "b"])
        #expect(pieces.numbers(of: "ab", limit: 16) == [2, 1, 3])
        #expect(pieces.numbers(of: String(repeating: "a", count: 101), limit: 200) == [2, 1, 3])
        #expect(pieces.numbers(of: "[SEP]", limit: 16) == [2, 1, 1, 1, 3])
    }

    @Test("a long text is cut, and an empty one has only its marks")
    func limit() throws {
        let pieces = try pieces(["a"])
        #expect(pieces.numbers(of: "a a a a", limit: 4) == [2, 4, 4, 3])
        #expect(pieces.numbers(of: " \n", limit: 4) == [2, 3])
    }

    @Test("files that are none", arguments: ["", "{}", #"{"model": {"type": "BPE", "vocab": {}}}"#])
    func damaged(text: String) { #expect(WordPieces(json: Data(text.utf8)) == nil) }

    /// The numbers are those of Hugging Face's tokenizers 0.22 with the same file.
    @Test(
        "the installed pieces are the reference's",
        .enabled(if: MeaningFiles.installed() != nil, "run scripts/models first"),
        arguments: [
            ("When does the museum open?", [2043, 2515, 1996, 2688, 2330, 1029]),
            ("Über die Straße, naïve café!", [19169, 3280, 2358, 27807, 1010, 15743, 7668, 999]),
            (
                "don't — 12.50 € (incl. VAT)",
                [2123, 1005, 1056, 1517, 2260, 1012, 2753, 1574, 1006, 4297, 2140, 1012, 12436, 2102, 1007]
            ),
            ("antidisestablishmentarianism", [3424, 10521, 4355, 7875, 13602, 3672, 12199, 2964]),
            ("東京タワー", [1879, 1755, 1709, 30262, 30265]), ("  tabs\tand\nlines\u{200b}  ", [21628, 2015, 1998, 3210]),
            ("İstanbul ΑΒΓ ﬁne", [9960, 1155, 29720, 29721, 1984, 2638]), ("🙂 hello", [100, 7592]),
            (
                "한국어 텍스트",
                [
                    1469, 30006, 30021, 29991, 30014, 30020, 29999, 30008, 1467, 30009, 30020, 29997, 30017, 30003,
                    30017,
                ]
            ), ("\0a\u{fffd}b", [11113]), ("C++ & <b>", [1039, 1009, 1009, 1004, 1026, 1038, 1028]),
        ])
    func reference(text: String, numbers: [Int64]) throws {
        let files = try #require(MeaningFiles.installed())
        let pieces = try #require(WordPieces(json: try Data(contentsOf: files.pieces)))
        #expect(pieces.numbers(of: text, limit: 256) == [101] + numbers + [102])
    }
}
