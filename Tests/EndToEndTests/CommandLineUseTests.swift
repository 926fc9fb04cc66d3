import Foundation
import Testing

@Suite struct CommandLineUseTests {
    static let commands = [
        ["serve"], ["doctor"], ["key", "create"], ["key", "list"], ["key", "revoke"], ["avatar", "check"],
        ["avatar", "build"], ["avatar", "info"], ["avatar", "list"], ["avatar", "pack"], ["avatar", "say"],
        ["bench", "face"], ["version"],
    ]

    @Test("every command has a help page with usage and exit codes", arguments: commands)
    func help(command: [String]) throws {
        let outcome = try Executable.run(command + ["--help"])
        #expect(outcome.exitCode == 0)
        #expect(outcome.output.contains("Usage: visavis " + command.joined(separator: " ")))
        #expect(outcome.output.contains("Exit codes:"))
        #expect(outcome.errors.isEmpty)
    }

    @Test("the first page lists every command, with and without --help")
    func firstPage() throws {
        let page = try Executable.run("--help").output
        for command in Self.commands { #expect(page.contains("  " + command.joined(separator: " "))) }
        #expect(try Executable.run().output == page)
    }

    @Test("the version is one line")
    func version() throws {
        let outcome = try Executable.run("version")
        #expect(outcome.output.wholeMatch(of: /visavis \d+\.\d+\.\d+\n/) != nil)
        #expect(try Executable.run("--version").output == outcome.output)
    }

    @Test(
        "a command line that is not understood ends with 64 and one line that helps",
        arguments: [
            (["avatar", "chek"], "did you mean 'avatar check'?"),
            (["avatar", "check", "a.mp4", "--jsno"], "did you mean '--json'?"),
            (["avatar", "check"], "FILE is missing"),
            (["avatar", "say", "--avatar", "ada", "--out", "a.mp4"], "exactly one of --text, --audio"),
            (["avatar", "say", "--avatar", "ada", "--text", "a", "--out", "a.mp4", "--size", "4k"], "one of 360p"),
            (["avatar", "build", "a.mp4", "--out", "a"], "exactly one of --consent, --synthetic"),
            (["dance"], "there is no command 'dance'"),
        ] as [([String], String)])
    func usageErrors(words: [String], hint: String) throws {
        let outcome = try Executable.run(words)
        #expect(outcome.exitCode == 64)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.hasPrefix("visavis: "))
        #expect(outcome.errors.contains(hint))
        #expect(outcome.errors.filter { $0 == "\n" }.count == 1)
    }

    @Test("docs/cli.md shows every help page as it is", arguments: [[], ["key"], ["avatar"], ["bench"]] + commands)
    func documented(path: [String]) throws {
        let page = try Executable.run(path + ["--help"]).output
        let document = try String(contentsOf: Executable.root.appendingPathComponent("docs/cli.md"), encoding: .utf8)
        #expect(document.contains("```text\n\(page)```\n"), "run scripts/check-docs --write")
    }
}
