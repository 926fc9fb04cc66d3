import ExtractWire
import Foundation
import Testing

@testable import Knowledge

/// Files of each format, read by the real helper process.
struct DocumentFormatTests {
    private static let reader = DocumentReader()

    private func read(_ name: String) async throws -> IngestedDocument {
        try await Self.reader.read(file: Documents.path(name))
    }

    private func page(_ html: String) async throws -> IngestedDocument {
        try await Self.reader.read(DocumentSource(name: "page.html", bytes: Array(html.utf8)))
    }

    @Test("every format is told by its content, even under another's name", arguments: Documents.all)
    func content(name: String) async throws {
        let expected = try await read(name)
        #expect(!expected.passages.contains { $0.text.contains("never read") })
        #expect(
            expected.passages.contains {
                ($0.text + ($0.question ?? "")).contains("ten in the morning") || $0.question != nil
            })
        if name == "guide.txt" || name == "faq.csv" || name == "guide.md" { return }
        let renamed = try await Self.reader.read(DocumentSource(name: "wrong.csv", bytes: try Documents.bytes(name)))
        #expect(renamed == expected)
    }

    @Test("a web page without its menus, banners, scripts and hidden words")
    func html() async throws {
        let document = try await read("guide.html")
        #expect(document.title == "Linden House")
        let guide = "Linden House: a visitor’s guide"
        #expect(
            document.passages.dropFirst() == [
                PassageDraft(
                    headings: [guide, "Opening hours"],
                    text: "The museum opens from Tuesday to Sunday between ten in the morning and half past five. "
                        + "It is closed on Mondays."),
                PassageDraft(
                    headings: [guide, "Tickets"],
                    text: "Ticket: Adult; Price: 9 €; Who: everybody from the age of eighteen years on"),
                PassageDraft(
                    headings: [guide, "Tickets"],
                    text: "Ticket: Child; Price: 4 €; Who: from six to seventeen years; younger children come in free "
                        + "of charge"),
                PassageDraft(
                    headings: [guide, "Questions"], question: "Is there a lift?", text: "Yes, to all three floors."),
                PassageDraft(
                    headings: [guide, "Questions"], question: "May I take photographs?", text: "Yes, without a flash."),
                PassageDraft(headings: [guide, "Questions"], text: "Telephone: 030 123456"),
                PassageDraft(
                    headings: [guide, "Questions"], text: "Please leave in the lockers: backpacks; umbrellas"),
            ])
    }

    @Test("DOCX: headings by style in any language, lists, tables; neither hidden nor deleted words")
    func docx() async throws {
        let document = try await read("guide.docx")
        let guide = "Linden House: a visitor’s guide"
        #expect(document.title == guide)
        #expect(
            document.passages == [
                PassageDraft(
                    headings: [guide], text: "Linden House is a small museum of clocks and musical machines."),
                PassageDraft(
                    headings: [guide, "Opening hours"],
                    text: "The museum opens from Tuesday to Sunday between ten in the morning and half past five."),
                PassageDraft(
                    headings: [guide, "Tickets"],
                    text: "Ticket: Adult; Price: 9 €; Who: everybody from the age of eighteen years on"),
                PassageDraft(
                    headings: [guide], question: "What may I bring?",
                    text: "Please leave in the lockers: backpacks; umbrellas"),
            ])
    }

    @Test("PDF: headings by their size, paragraphs joined from their lines")
    func pdf() async throws {
        let document = try await read("guide.pdf")
        #expect(document.title == "Linden House")
        let hours = document.passages.first { $0.headings.last == "Opening hours" }
        #expect(
            hours?.text == "The museum opens from Tuesday to Sunday between ten in the morning and half past five. "
                + "It is closed on Mondays.")
        #expect(hours?.headings.first == "Linden House: a visitor’s guide")
    }

    @Test(
        "pages say their encoding in several ways",
        arguments: [
            (Array("<html><body><p>Grüße</p></body></html>".utf8), nil),
            (
                Array("<html><head><meta charset=iso-8859-1></head><body><p>Gr".utf8) + [0xFC, 0xDF]
                    + Array("e</p>".utf8), nil
            ),
            (Array("<html><body><p>Gr".utf8) + [0xFC, 0xDF] + Array("e</p>".utf8), "text/html; charset=ISO-8859-1"),
        ] as [([UInt8], String?)])
    func encodings(_ bytes: [UInt8], _ mediaType: String?) async throws {
        let source = DocumentSource(name: "", mediaType: mediaType, bytes: bytes)
        #expect(try await Self.reader.read(source).passages.map(\.text) == ["Grüße"])
    }

    @Test("tables that arrange a page are no tables, and cells that span stand where they belong")
    func htmlTables() async throws {
        let layout = try await page(
            "<html><body><table><tr><td><table><tr><td>Inner</td></tr></table></td></tr></table>")
        #expect(layout.passages.map(\.text) == ["Inner"])
        let spans = try await page(
            """
            <html><body><table><tr><th>Day</th><th>From</th><th>To</th></tr>
            <tr><td rowspan=2>Monday and every other working day of the week</td><td>nine in the morning</td><td>twelve</td></tr>
            <tr><td>one o'clock in the afternoon</td><td>five</td></tr></table>
            """)
        #expect(
            spans.passages.map(\.text) == [
                "Day: Monday and every other working day of the week; From: nine in the morning; To: twelve",
                "Day: Monday and every other working day of the week; From: one o'clock in the afternoon; To: five",
            ])
    }
}
