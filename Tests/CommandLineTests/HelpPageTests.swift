import CommandLineInterface
import Testing

@Suite struct HelpPageTests {
    @Test("a command's page shows usage, options with defaults, examples and exit codes")
    func page() {
        #expect(
            kitchen.help(for: ["soup", "boil"]) == """
                Boil a soup.

                Usage: kitchen soup boil POT [--minutes N] [--size SIZE] [--salt] (--leek FILE | --pea FILE)

                Slowly.

                Operands:
                  POT  where it boils

                Options:
                  --minutes N  how long (default: 20)
                  --size SIZE  how much; one of small, large (default: large)
                  --salt       with salt
                  --leek FILE  from leek
                  --pea FILE   from peas
                  --help       this page

                Examples:
                  kitchen soup boil pan --leek a.txt
                      boils leek soup

                Exit codes:
                  0   done
                  1   burnt
                  64  not understood

                """)
    }

    @Test("the first page lists every command")
    func firstPage() {
        let page = kitchen.help(for: [])
        for command in kitchen.commands { #expect(page.contains(command.path.joined(separator: " "))) }
    }

    @Test("a group's page lists its own commands alone")
    func group() {
        let page = kitchen.help(for: ["soup"])
        #expect(page.contains("boil"))
        #expect(!page.contains("version"))
    }

    @Test("no line is wider than 96 columns and none ends with a space")
    func width() {
        var wide = kitchen.commands[0]
        wide.details = [String(repeating: "many words ", count: 40)]
        wide.options[0].help = String(repeating: "long help ", count: 30)
        let page = CommandGrammar(name: "k", summary: "", commands: [wide]).help(for: wide.path)
        for line in page.split(separator: "\n") {
            #expect(line.count <= 96)
            #expect(line.last != " ")
        }
    }
}

@Suite struct ProgressTextTests {
    @Test("time left follows from the speed so far, once it can be told")
    func timeLeft() {
        #expect(ProgressText(stage: "a", fraction: 0.25, elapsed: 10).timeLeft == 30)
        #expect(ProgressText(stage: "a", fraction: 0.01, elapsed: 10).timeLeft == nil)
        #expect(ProgressText(stage: "a", fraction: 0.5, elapsed: 1).timeLeft == nil)
        #expect(ProgressText(stage: "a", elapsed: 10).timeLeft == nil)
    }

    @Test("a running stage shows percentage and time left")
    func running() {
        let text = ProgressText(stage: "tracking the face", fraction: 0.425, elapsed: 60).running
        #expect(text == "tracking the face                   42 %   1:21 left")
    }

    @Test("minutes and seconds", arguments: [(0.4, "0:00"), (59.6, "1:00"), (61, "1:01"), (-3, "0:00")])
    func clock(seconds: Double, text: String) {
        #expect(ProgressText.clock(seconds) == text)
    }
}

@Suite struct TextTableTests {
    @Test("columns are as wide as their widest cell")
    func table() {
        let rows = [["render", "2.5"], ["a", "123456"]]
        let table = TextTable(heading: ["figure", "value"], rows: rows, rightAligned: [1])
        #expect(
            table.text == """
                figure   value
                ──────  ──────
                render     2.5
                a       123456

                """)
    }
}
