import Testing

@testable import Knowledge

struct SentenceTests {
    @Test(
        "sentences end at their marks and nowhere else",
        arguments: [
            ("It opens at nine. Come early! Why? Because.", ["It opens at nine.", "Come early!", "Why?", "Because."]),
            ("Dr. Smith and J. R. Miller came, i.e. both.", ["Dr. Smith and J. R. Miller came, i.e. both."]),
            ("Am 3. Oktober ist zu. Sonst offen.", ["Am 3. Oktober ist zu.", "Sonst offen."]),
            ("Das kostet 3.50 Euro, z. B. Montags.", ["Das kostet 3.50 Euro, z. B. Montags."]),
            ("He said “Stop!” Then he left.", ["He said “Stop!”", "Then he left."]),
            ("营业时间是九点。周日休息！你来吗？", ["营业时间是九点。", "周日休息！", "你来吗？"]),
            ("यह पहला है। यह दूसरा है।", ["यह पहला है।", "यह दूसरा है।"]),
            ("متى تفتح؟ في التاسعة.", ["متى تفتح؟", "في التاسعة."]),
            ("One line\nanother line", ["One line", "another line"]),
            ("See visavis.example.org for more", ["See visavis.example.org for more"]),
            ("", []), (" \n ", []), ("...", ["..."]),
        ])
    func sentences(_ text: String, _ expected: [String]) {
        #expect(Sentences.split(text).map(String.init) == expected)
    }

    @Test(
        "length counts words, and what words are without spaces",
        arguments: [("one two  three", 3), ("", 0), ("营业时间是九点到五点半", 7), ("สวัสดีครับ", 3), ("naïve café", 2)])
    func words(_ text: String, _ expected: Int) {
        #expect(WordCount.of(text) == expected)
    }
}

struct CleanTextTests {
    @Test(
        "what nobody sees is not in a text",
        arguments: [
            ("a\u{0}b\u{7}c", "abc"), ("evil\u{202E}txt", "eviltxt"), ("zero\u{200B}width\u{FEFF}", "zerowidth"),
            ("tags\u{E0041}\u{E0042}", "tags"), ("soft\u{AD}hyphen", "softhyphen"),
            ("  many \u{A0}\u{2003} spaces ", "many spaces"),
            ("ﬁne oﬀer", "fine offer"), ("e\u{301}", "\u{E9}"), ("می\u{200C}خواهم", "می\u{200C}خواهم"),
            ("lone\u{200D}joiner", "lonejoiner"), ("👩\u{200D}🍳", "👩\u{200D}🍳"), ("\u{FFFD}broken", "broken"),
        ])
    func clean(_ text: String, _ expected: String) {
        #expect(CleanText.line(text).unicodeScalars.elementsEqual(expected.unicodeScalars))
    }

    @Test("lines stay where lines are wanted, and empty ones go")
    func lines() {
        #expect(CleanText.lines(" a \n\n b\t c \r\n") == "a\nb c")
        #expect(CleanText.line(" a \n\n b\t c \r\n") == "a b c")
    }
}
