import Knowledge
import Testing

@Test("a passage of a table keeps its question apart from its answer")
func question() {
    let passage = Passage(id: 1, document: "a", title: "FAQ", question: "When?", text: "Now.")
    #expect(passage.question == "When?" && passage.text == "Now.")
}
