import Core
import ExtractWire
import Testing

@testable import Knowledge

struct PassageCutterTests {
    private func sentence(_ words: Int, _ first: String = "Word") -> String {
        ([first] + (1..<words).map { "w\($0)" }).joined(separator: " ") + "."
    }

    @Test("a passage knows the headings above it, and none goes over a heading")
    func headings() {
        let passages = PassageCutter.passages(of: [
            .heading(level: 1, text: "Museum"), .paragraph("Welcome to the museum."),
            .heading(level: 2, text: "Visit"), .heading(level: 3, text: "Hours"), .paragraph("Open from 9 to 5."),
            .heading(level: 2, text: "Shop"), .paragraph("Books and cards."),
        ])
        #expect(
            passages == [
                PassageDraft(headings: ["Museum"], text: "Welcome to the museum."),
                PassageDraft(headings: ["Museum", "Visit", "Hours"], text: "Open from 9 to 5."),
                PassageDraft(headings: ["Museum", "Shop"], text: "Books and cards."),
            ])
    }

    @Test("a heading that asks is the question of what follows")
    func askingHeading() {
        let passages = PassageCutter.passages(of: [
            .heading(level: 2, text: "FAQ"), .heading(level: 3, text: "Is there parking?"),
            .paragraph("Yes, behind the house."),
        ])
        #expect(
            passages == [PassageDraft(headings: ["FAQ"], question: "Is there parking?", text: "Yes, behind the house.")]
        )
    }

    @Test("headings without anything under them are not lost")
    func orphans() {
        let passages = PassageCutter.passages(of: [
            .heading(level: 1, text: "Quarterly results"), .heading(level: 1, text: "Sales are up"),
        ])
        #expect(passages == [PassageDraft(text: "Quarterly results\nSales are up")])
    }

    @Test(
        "long paragraphs are cut at sentence ends into passages of listening length, and no word is lost",
        arguments: 0..<20)
    func longParagraphs(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let paragraphs = (0..<Int.random(in: 1...6, using: &random)).map { _ in
            (0..<Int.random(in: 1...25, using: &random)).map { _ in sentence(Int.random(in: 3...35, using: &random)) }
                .joined(separator: " ")
        }
        let passages = PassageCutter.passages(of: paragraphs.map { .paragraph($0) })
        for passage in passages {
            #expect(passage.text.hasSuffix(".") && passage.text.hasPrefix("Word"))
            #expect(WordCount.of(passage.text) <= PassageLength.most)
        }
        #expect(passages.dropLast().allSatisfy { WordCount.of($0.text) >= 30 })
        let words = passages.flatMap { $0.text.split { $0 == " " || $0 == "\n" } }
        #expect(words == paragraphs.flatMap { $0.split(separator: " ") })
    }

    @Test("a sentence longer than a passage is cut at weaker marks, in scripts without spaces too")
    func endless() {
        let clauses = (0..<30).map { "clause \($0) of the sentence without an end" }.joined(separator: ", ")
        let passages = PassageCutter.passages(of: [.paragraph(clauses)])
        #expect(passages.count > 1)
        #expect(passages.dropLast().allSatisfy { $0.text.hasSuffix(",") })
        let chinese = String(repeating: "我们的博物馆每天开放，", count: 60)
        let cut = PassageCutter.passages(of: [.paragraph(chinese)])
        #expect(cut.count > 1 && cut.map(\.text).joined() == chinese)
        #expect(cut.allSatisfy { WordCount.of($0.text) <= PassageLength.most && $0.text.hasSuffix("，") })
        let thai = String(repeating: "พิพิธภัณฑ์ของเราเปิดทุกวัน ", count: 60)
        #expect(
            PassageCutter.passages(of: [.paragraph(thai)]).allSatisfy { WordCount.of($0.text) <= PassageLength.most })
        let solid = String(repeating: "x", count: 5000)
        #expect(!PassageCutter.passages(of: [.paragraph(solid)]).isEmpty)
    }

    @Test("a list goes with the line that introduces it")
    func list() {
        let passages = PassageCutter.passages(of: [
            .paragraph("We are a small shop. You can pay with:"), .listItem(depth: 0, text: "Cash"),
            .listItem(depth: 0, text: "Card"), .listItem(depth: 0, text: "Bank transfer"),
        ])
        #expect(passages.map(\.text) == ["We are a small shop.\nYou can pay with: Cash; Card; Bank transfer"])
        let long = PassageCutter.passages(
            of: [.paragraph("Bring:")] + (0..<60).map { .listItem(depth: 0, text: "thing number \($0) of the list") })
        #expect(long.count > 1 && long.allSatisfy { $0.text.hasPrefix("Bring: thing") })
    }

    @Test("rows of a table say what their columns are called; short ones go together")
    func tables() {
        let row = PassageCutter.passages(of: [
            .tableRow([
                TableCell(header: "Room", text: "The blue room on the second floor"),
                TableCell(header: "Price", text: "90 euros for two persons and one night"),
            ])
        ])
        #expect(
            row.map(\.text) == [
                "Room: The blue room on the second floor; Price: 90 euros for two persons and one night"
            ])
        let days = ["Monday", "Tuesday", "Sunday"].map {
            DocumentBlock.tableRow([TableCell(header: $0, text: "9 to 5")])
        }
        #expect(PassageCutter.passages(of: days).map(\.text) == ["Monday: 9 to 5\nTuesday: 9 to 5\nSunday: 9 to 5"])
    }

    @Test("an entry of a list of questions is one passage, a very long answer several with the same question")
    func entries() {
        let short = PassageCutter.passages(of: [
            .heading(level: 1, text: "Help"),
            .entry(question: "Refunds?", answer: "Within 30 days.", topics: ["Money"]),
        ])
        #expect(short == [PassageDraft(headings: ["Help", "Money"], question: "Refunds?", text: "Within 30 days.")])
        let answer = (0..<40).map { _ in sentence(12) }.joined(separator: " ")
        let long = PassageCutter.passages(of: [.entry(question: "Why?", answer: answer)])
        #expect(long.count > 2 && long.allSatisfy { $0.question == "Why?" })
    }
}
