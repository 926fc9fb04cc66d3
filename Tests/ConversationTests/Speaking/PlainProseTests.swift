import Testing

@testable import Conversation

struct PlainProseTests {
    /// The same in fragments of `size` characters.
    private func prose(_ text: String, in size: Int) -> String {
        var reader = PlainProse()
        var prose = ""
        var rest = Substring(text)
        while !rest.isEmpty {
            prose += reader.push(String(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        return prose + reader.finish()
    }

    @Test(
        "Markdown's marks go, the words stay, wherever the fragments are cut",
        arguments: [
            ("It is **very** *good* and __new__.", "It is very good and new."),
            ("## Hours\nWe open at `9:30`.", "Hours\nWe open at 9:30."),
            ("- one\n- two\n\nThen", "one\ntwo\nThen"), ("1. Open it\n2. Close it", "1. Open it\n2. Close it"),
            ("See [the manual](https://example.org/a_b) now", "See the manual now"),
            ("See ![logo](a.png) now", "See logo now"), ("As said [1], [2][3] and [^4].", "As said , and ."),
            ("2 * 3 * 4 and 2*3", "2 * 3 * 4 and 2*3"), ("snake_case and ~5 km", "snake_case and ~5 km"),
            ("Use this:\n```swift\nlet a = 1\n```\nDone.", "Use this:\nDone."),
            ("| a | b |\n|---|---|\n| 1 | 2 |", "a, b,\n1, 2,"), ("> quoted\n> more", "quoted more"),
            ("A line\ngoes on.\n\nNew", "A line goes on.\nNew"), ("\\*not bold\\*", "*not bold*"),
            ("wow! [ok](x) 5 < 6", "wow! ok 5 < 6"), ("---\nText", "Text"), ("**Note:** read", "Note: read"),
        ])
    func marks(text: String, expected: String) {
        for size in [1, 2, 3, 7, 1000] {
            let found = prose(text, in: size).trimmingPrefix { $0.isWhitespace }
            #expect(String(found) == expected, "fragments of \(size)")
        }
    }

    @Test("nothing is held back for long")
    func bounded() {
        var reader = PlainProse()
        var prose = ""
        for _ in 0..<500 { prose += reader.push("[word ") }
        #expect(prose.count > 1_500)
    }
}
