import ExtractWire
import Foundation
import Testing

@testable import Knowledge

/// Text, Markdown and tables through the real helper process.
struct TextFormatTests {
    private static let reader = DocumentReader()

    private func read(_ text: String, _ name: String) async throws -> IngestedDocument {
        try await Self.reader.read(DocumentSource(name: name, bytes: Array(text.utf8)))
    }

    @Test("Markdown becomes passages under its headings, tables and lists included")
    func markdown() async throws {
        let document = try await read(
            """
            ---
            title: "The shop"
            ---
            # Shop
            We sell *good* [tea](https://example.org) and
            `coffee`. ![a cup](cup.png)

            ## Prices
            | Tea | Price |
            |-----|------:|
            | Green tea from the mountains of Uji, loose | 12 € for one hundred grams in a bag |

            ## What is open?
            - Monday
            - Tuesday

            > A quotation stands too.

            <details><summary>Do you deliver?</summary>

            Yes, everywhere.

            </details>
            """, "shop.md")
        #expect(document.format == .markdown && document.title == "The shop")
        #expect(
            document.passages == [
                PassageDraft(headings: ["Shop"], text: "We sell good tea and coffee."),
                PassageDraft(
                    headings: ["Shop", "Prices"],
                    text: "Tea: Green tea from the mountains of Uji, loose; Price: 12 € for one hundred grams in a bag"),
                PassageDraft(
                    headings: ["Shop"], question: "What is open?", text: "Monday; Tuesday\nA quotation stands too."),
                PassageDraft(
                    headings: ["Shop", "What is open?"], question: "Do you deliver?", text: "Yes, everywhere."),
            ])
    }

    @Test("plain text: wrapped lines are joined, underlined lines are headings, questions find their answers")
    func text() async throws {
        let document = try await read(
            """
            House rules
            ===========
            The house is open to guests from ten in the morning and
            closes at eleven in the evening.

            Q: May I smoke?
            A: No, not even
               in the garden.

            Q2: Pets?
            A2: Small ones.
            """.replacing("\n", with: "\r\n"), "rules.txt")
        #expect(document.format == .text)
        #expect(
            document.passages == [
                PassageDraft(
                    headings: ["House rules"],
                    text:
                        "The house is open to guests from ten in the morning and closes at eleven in the evening."),
                PassageDraft(headings: ["House rules"], question: "May I smoke?", text: "No, not even in the garden."),
                PassageDraft(headings: ["House rules"], question: "Pets?", text: "Small ones."),
            ])
    }

    @Test(
        "tables with any separator; columns that ask and answer make entries in any language",
        arguments: [
            ("Question,Answer\n\"Open, when?\",\"At \"\"nine\"\"\nsharp\"\n", "Open, when?", "At \"nine\"\nsharp"),
            ("Kategorie;Frage;Antwort\nGeld;Was kostet es?;3,50 €\n", "Was kostet es?", "3,50 €"),
            ("sep=;\nPregunta;Respuesta\n¿Cuándo?;Hoy\n", "¿Cuándo?", "Hoy"),
            ("質問\t回答\n営業時間は？\t九時です。\n", "営業時間は？", "九時です。"),
            ("Is it far?,No\nIs it near?,Yes\n", "Is it far?", "No"),
        ])
    func tables(_ text: String, _ question: String, _ answer: String) async throws {
        let document = try await read(text, "faq.csv")
        #expect(document.format == .csv)
        #expect(document.passages.first?.question == question && document.passages.first?.text == answer)
    }

    @Test("a table without questions says its columns' names in every row")
    func rows() async throws {
        let document = try await read(
            "Product,Size,Description\nTeapot,1.2 l,A heavy iron pot that keeps tea warm for long evenings\n,,\n",
            "stock.csv")
        #expect(
            document.passages.map(\.text) == [
                "Product: Teapot; Size: 1.2 l; Description: A heavy iron pot that keeps tea warm for long evenings"
            ])
    }

    @Test(
        "encodings are told apart by their bytes",
        arguments: [
            ([0xFF, 0xFE] + "Grüße aus Köln".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, "Grüße aus Köln"),
            ("Grüße aus Köln".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }, "Grüße aus Köln"),
            ([0xEF, 0xBB, 0xBF] + Array("Grüße aus Köln".utf8), "Grüße aus Köln"),
            ([0x47, 0x72, 0xFC, 0xDF, 0x65, 0x20, 0x80, 0x20, 0x33], "Grüße € 3"),
            (
                [0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2, 0x20, 0xE8, 0xE7, 0x20, 0xCC, 0xEE, 0xF1, 0xEA, 0xE2, 0xFB],
                "Привет из Москвы"
            ),
            (Array("Grüße".utf8) + [0xFF] + Array(" aus Köln äöü".utf8), "Grüße aus Köln äöü"),
        ] as [([UInt8], String)])
    func encodings(_ bytes: [UInt8], _ expected: String) async throws {
        let document = try await Self.reader.read(DocumentSource(name: "a.txt", bytes: bytes))
        #expect(document.passages.map(\.text) == [expected])
    }

    @Test(
        "a wrong name does no harm",
        arguments: [
            ("# Title\n\nText of it.\n\n## More\n\nMore text.", "a.txt", DocumentFormat.markdown),
            ("a;b;c\n1;2;3\n4;5;6\n", "a.txt", .csv), ("Only text.", "a.pdf", .text), ("Only text.", "a.docx", .text),
            ("Only, text.\nAnd another line.", "noname", .text),
        ])
    func names(_ text: String, _ name: String, _ format: DocumentFormat) async throws {
        #expect(try await read(text, name).format == format)
    }

    @Test(
        "encodings of one byte for a letter are read",
        arguments: [
            (
                .windowsCP1252, "Das Museum ist täglich geöffnet – außer montags. Für Schüler fünf Euro.",
                "täglich geöffnet – außer"
            ),
            (
                .windowsCP1251, "Музей открыт ежедневно, кроме понедельника, с десяти до шести часов.",
                "открыт ежедневно"
            ),
            // Read as Western: the letters both have are right.
            (
                .isoLatin2, "Muzeum je otevřeno denně kromě pondělí od 9 do 17 hodin. Vstupné činí 120 Kč.",
                "Muzeum je otev"
            ),
            (.windowsCP1252, "Müller", "Müller"),
        ] as [(String.Encoding, String, String)])
    func singleBytes(_ encoding: String.Encoding, _ text: String, _ part: String) async throws {
        let bytes = [UInt8](try #require(text.data(using: encoding)))
        let document = try await Self.reader.read(DocumentSource(name: "a.txt", bytes: bytes))
        #expect(document.passages.first?.text.contains(part) == true, "\(document.passages)")
    }

    @Test("plain text: short lines over their paragraphs and numbered ones alone are headings")
    func runInHeadings() async throws {
        let document = try await read(
            """
            Article 2. Members
            Everybody who lives in the town may become a member, and everybody who works
            in it may, too.

            3. What is not allowed

            Fires are not allowed in the gardens, nor is loud music after ten o'clock in the
            evening.

            Do not bring
            - glass,
            - dogs.
            """, "rules.txt")
        #expect(document.passages.map(\.headings) == [["Article 2. Members"], ["3. What is not allowed"]])
        #expect(document.passages.last?.text.contains("Do not bring") == true)
        let address = try await read("Acme\n12 Long Street\nLondon\n\nWe open at nine on weekdays.", "a.txt")
        #expect(address.passages.first?.text.contains("Acme") == true, "an address has no heading")
    }
}
