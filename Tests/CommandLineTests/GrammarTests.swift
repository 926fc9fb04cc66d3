import CommandLineInterface
import Testing

/// A small made-up executable with what the real one uses.
let kitchen = CommandGrammar(
    name: "kitchen", summary: "Cooks.",
    commands: [
        CommandDescription(
            ["soup", "boil"], summary: "boil a soup", details: ["Slowly."],
            operands: [.init("POT", help: "where it boils")],
            options: [
                .value("minutes", "N", help: "how long", byDefault: "20"),
                .value("size", "SIZE", help: "how much", byDefault: "large", choices: ["small", "large"]),
                .flag("salt", help: "with salt"),
                .value("leek", "FILE", help: "from leek"),
                .value("pea", "FILE", help: "from peas"),
            ],
            exactlyOneOf: [["leek", "pea"]],
            examples: [("kitchen soup boil pan --leek a.txt", "boils leek soup")],
            exitCodes: [(1, "burnt")]),
        CommandDescription(
            ["soup", "serve"], summary: "serve it",
            options: [.value("to", "NAME", help: "guest", isRequired: true)]),
        CommandDescription(
            ["shop"], summary: "buy things", operands: [.init("THING", help: "what to buy", isRepeated: true)]),
        CommandDescription(["version"], summary: "say which kitchen this is"),
    ],
    exitCodes: [(0, "done"), (1, "not done"), (64, "not understood")])

@Suite struct GrammarTests {
    private func arguments(_ words: String...) throws -> Arguments {
        guard case .command(_, let arguments) = try kitchen.parse(words) else {
            Issue.record("not a command: \(words)")
            return Arguments()
        }
        return arguments
    }

    @Test("options may stand before and after operands, with a space or an equals sign")
    func options() throws {
        let one = try arguments("soup", "boil", "--leek", "a", "pan", "--minutes=5", "--salt")
        #expect(one.operands == ["pan"])
        #expect(one.value("leek") == "a")
        #expect(try one.integer("minutes", in: 1...60) == 5)
        #expect(one.has("salt"))
    }

    @Test("the last operand may come any number of times but none")
    func repeatedOperands() throws {
        #expect(try arguments("shop", "salt", "leek", "pan").operands == ["salt", "leek", "pan"])
        #expect(throws: UsageError.missingOperand("THING")) { try kitchen.parse(["shop"]) }
        #expect(kitchen.help(for: ["shop"]).contains("kitchen shop THING…"))
    }

    @Test("an absent option has its declared default")
    func defaults() throws {
        let one = try arguments("soup", "boil", "pan", "--pea", "b")
        #expect(one.value("minutes") == "20")
        #expect(one.value("size") == "large")
        #expect(one.value("leek") == nil)
    }

    @Test("a value may begin with a dash, and after two dashes every word is an operand")
    func dashes() throws {
        #expect(try arguments("soup", "boil", "pan", "--leek", "-x").value("leek") == "-x")
        #expect(try arguments("soup", "boil", "--leek", "a", "--", "--salt").operands == ["--salt"])
    }

    @Test("an equals sign inside a value is part of the value")
    func equalsInValue() throws {
        #expect(try arguments("soup", "boil", "pan", "--leek=a=b").value("leek") == "a=b")
    }

    @Test(
        "help is asked for anywhere",
        arguments: [
            (["--help"], []), ([], []), (["help"], []), (["soup", "-h"], ["soup"]), (["soup"], ["soup"]),
            (["soup", "boil", "--help"], ["soup", "boil"]),
            (["soup", "boil", "pan", "--salt", "-h"], ["soup", "boil"]),
            (["help", "soup", "boil"], ["soup", "boil"]),
        ] as [([String], [String])])
    func help(words: [String], page: [String]) throws {
        #expect(try kitchen.parse(words) == .help(page))
    }

    @Test(
        "what is wrong is named",
        arguments: [
            (["stew"], UsageError.unknownCommand(typed: "stew", suggestion: nil)),
            (["soup", "bol"], .unknownCommand(typed: "soup bol", suggestion: "soup boil")),
            (["sopu"], .unknownCommand(typed: "sopu", suggestion: "soup")),
            (["--fast"], .unknownOption(typed: "--fast", suggestion: nil)),
            (["soup", "boil", "pan", "--slat"], .unknownOption(typed: "--slat", suggestion: "--salt")),
            (["soup", "boil", "pan", "--minuets=3"], .unknownOption(typed: "--minuets", suggestion: "--minutes")),
            (["soup", "boil", "pan", "--leek"], .missingValue(option: "leek", value: "FILE")),
            (["soup", "boil", "pan", "--leek="], .missingValue(option: "leek", value: "FILE")),
            (["soup", "boil", "pan", "--salt=yes"], .unexpectedValue(option: "salt")),
            (["soup", "boil", "pan", "--leek", "a", "--leek", "b"], .repeated(option: "leek")),
            (["soup", "boil", "--leek", "a"], .missingOperand("POT")),
            (["soup", "boil", "pan", "pot", "--leek", "a"], .extraOperand("pot")),
            (["soup", "boil", "pan"], .exactlyOne(["leek", "pea"])),
            (["soup", "boil", "pan", "--leek", "a", "--pea", "b"], .exactlyOne(["leek", "pea"])),
            (["soup", "serve"], .missingOption("to")),
            (
                ["soup", "boil", "pan", "--leek", "a", "--size", "huge"],
                .badValue(option: "size", value: "huge", wanted: "one of small, large")
            ),
        ] as [([String], UsageError)])
    func errors(words: [String], error: UsageError) {
        #expect(throws: error) { try kitchen.parse(words) }
    }

    @Test("a number out of its range is refused with the range")
    func numbers() throws {
        let one = try arguments("soup", "boil", "pan", "--leek", "a", "--minutes", "90")
        #expect(throws: UsageError.badValue(option: "minutes", value: "90", wanted: "a whole number from 1 to 60")) {
            try one.integer("minutes", in: 1...60)
        }
        #expect(try one.number("minutes", in: 0...100) == 90)
    }

    @Test("every error is one line")
    func oneLine() {
        let errors: [UsageError] = [
            .unknownCommand(typed: "a", suggestion: "b"), .exactlyOne(["a", "b"]), .missingOperand("FILE"),
        ]
        #expect(errors.allSatisfy { !$0.description.contains("\n") })
        #expect(errors[0].description == "there is no command 'a'; did you mean 'b'?")
        #expect(errors[1].description == "give exactly one of --a, --b")
    }
}
