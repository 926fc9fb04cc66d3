import ExtractWire
import Foundation
import Storage

@testable import Knowledge

/// A small museum, and a warranty card that has nothing to do with it.
enum KnowledgeFixture {
    static let museum = document(
        "Visiting the museum", source: "museum.md",
        [
            PassageDraft(
                headings: ["Opening hours"],
                text: """
                    The museum is open from Tuesday to Friday from 10:00 to 18:00. On Saturdays and Sundays it is open from \
                    11:00 to 17:00. It is closed on Mondays.
                    """),
            PassageDraft(
                headings: ["Prices"], text: "Admission for adults is 12 euros. Children under 14 enter free of charge."),
            PassageDraft(
                headings: ["Getting here"],
                text:
                    "Tram line 4 stops at Harbour Square, two minutes from the entrance. The car park is in Mill Street."
            ),
            PassageDraft(
                question: "May I bring my dog?",
                text: "Only assistance dogs may come in. Water bowls stand beside the entrance."),
        ])

    static let kettle = document(
        "Kettle manual", source: "kettle.md",
        [
            PassageDraft(
                headings: ["Warranty"],
                text: "The warranty lasts two years from the date of purchase. Keep the receipt."),
            PassageDraft(
                headings: ["Descaling"],
                text: "Descale the kettle every three months. Fill it with vinegar and water and boil it once."),
        ])

    static func document(
        _ title: String, source: String, persona: String? = nil, hash: String? = nil, _ passages: [PassageDraft]
    ) -> NewDocument {
        NewDocument(
            persona: persona, title: title, format: .markdown, source: source, hash: hash ?? "hash of \(source)",
            bytes: passages.reduce(0) { $0 + $1.text.utf8.count }, passages: passages)
    }

    static func store(_ documents: [NewDocument] = [museum, kettle]) async throws -> KnowledgeStore {
        let store = try KnowledgeStore(path: ":memory:")
        _ = try await store.add(documents)
        return store
    }
}
