import Testing

@testable import Conversation

struct ClauseCutterTests {
    private func clauses(_ text: String, in size: Int = 4) -> [String] {
        var cutter = ClauseCutter()
        var clauses: [String] = []
        var rest = Substring(text)
        while !rest.isEmpty {
            clauses += cutter.push(String(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        if let last = cutter.finish() { clauses.append(last) }
        return clauses
    }

    @Test("the first clause ends at the first comma that makes it worth a breath, later ones at the sentence's end")
    func lengths() {
        let text =
            "Yes, of course we do, and you can come at any time, even late, when it suits you. See you, my friend."
        let found = clauses(text)
        #expect(found[0] == "Yes, of course we do, ")
        #expect(found[1] == "and you can come at any time, even late, when it suits you. ")
        #expect(found.joined() == text)
    }

    @Test(
        "no clause ends inside a number, an abbreviation, an address, a date or an amount",
        arguments: [
            "Our price for all of that is 1,250.50 dollars",
            "It was shown there by Dr. Smith and Mrs. Jones e.g. today",
            "You will find it on www.example.org/a,b and docs.example.org right there",
            "We met for the very first time on Nov. 20, 2026 there",
            "It opened its doors here on November 3, 1998 then",
            "The whole journey is about 3.5 km long", "It is written down in No. 5 of the list",
            "That happens between 10:30 a.m. and noon", "Die Feier beginnt dann am 3. Oktober",
        ])
    func whole(text: String) {
        for size in [1, 3, 50] { #expect(clauses(text, in: size) == [text], "fragments of \(size)") }
    }

    @Test("a sentence ends at its mark, however short, and before a quotation's end")
    func sentences() {
        #expect(clauses("Hello! How are you? I said \"no.\" Then I left.").count == 4)
        #expect(clauses("I said no. We left. 你好。很高兴！").count == 4)
        #expect(clauses("Wait... what? It costs 5. We pay.").first == "Wait... what? ")
    }

    @Test("an endless sentence is cut between words, the first time early, before a conjunction if there is one")
    func endless() {
        let text = String(repeating: "word ", count: 300)
        let found = clauses(text)
        #expect(found[0].count <= 90)
        #expect(found.allSatisfy { $0.count <= 260 && $0.last == " " })
        #expect(found.joined() == text)
        let joined = clauses("She walked all the way along the river home and then she slept until the next morning")
        #expect(joined[0] == "She walked all the way along the river home ")
    }

    @Test("when the writer pauses what ends with a whole word is spoken, if it is enough")
    func pauses() {
        var cutter = ClauseCutter()
        #expect(cutter.push("Let me see what I can fi").isEmpty)
        #expect(cutter.pause() == "Let me see what I can ")
        #expect(cutter.pause() == nil)
        #expect(cutter.push("nd. ") == ["find. "])
        #expect(cutter.push("It costs about 20 ").isEmpty)
        #expect(cutter.pause() == "It costs about ")
    }

    @Test("line breaks end clauses, white space alone is none")
    func lines() {
        #expect(clauses("\n\nHours\nMonday\n \n") == ["\n\nHours\n", "Monday\n"])
    }

    @Test("whatever comes in whatever fragments comes out again")
    func complete() {
        var random = SystemRandomNumberGenerator()
        let pieces = [
            "a.b ", "1,", "000 ", "Dr. ", "the ", "x!", "? ", "\n", "e.g. ", "…", "ok, ", "and ", "。", "\"", "5. ",
        ]
        for _ in 0..<200 {
            let text = (0..<60).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let found = clauses(text, in: Int.random(in: 1...9, using: &random)).joined()
            #expect(found == text || text.hasPrefix(found) && text.dropFirst(found.count).allSatisfy(\.isWhitespace))
        }
    }
}
