internal import CommandLineInterface
internal import Conversation
internal import Core
internal import Foundation
internal import Knowledge

enum KnowledgeAskCommand: Command {
    static let description = CommandDescription(
        ["knowledge", "ask"], summary: "ask what an avatar would answer from its documents",
        details: [
            """
            Prints the built-in answerer's answer, and the passages found with how sure it is that each answers, from 0 to \
            1. From two thirds on the best one is an answer.
            """
        ],
        operands: [.init("QUESTION", help: "in quotes")],
        options: [
            .value("persona", "ID", help: "whose documents; without it, those all personas share"),
            .value("language", "TAG", help: "of what is said besides quotations", byDefault: "en"),
            .flag("json", help: "print JSON instead of text"),
        ] + KnowledgeFolder.options,
        examples: [("visavis knowledge ask \"When do you open on Sundays?\"", "answers and shows where from")],
        exitCodes: [(0, "it was answered"), (1, "no document has an answer")])

    private struct Reply: Encodable {
        struct Found: Encodable {
            var score: Double
            var document: String
            var title: String
            var headings: [String]
            var question: String?
            var text: String
            var url: String?
        }
        var answer: String
        var isKnown: Bool
        var passages: [Found]
    }

    static func run(_ arguments: Arguments, _ shell: Shell) async throws -> ExitCode {
        let store = try KnowledgeFolder.open(try KnowledgeFolder.configuration(arguments))
        let persona = Persona(id: KnowledgeFolder.persona(arguments) ?? "")
        let question = Question(
            text: arguments.operands[0], persona: persona, language: arguments.value("language") ?? "en")
        var reply = Reply(answer: "", isKnown: false, passages: [])
        for try await part in ExtractiveAnswerer(knowledge: store).answer(question) {
            switch part {
            case .sources: reply.isKnown = true
            case .text(let text): reply.answer += text
            }
        }
        for found in await store.passages(for: question.text, persona: persona.id, limit: 5) {
            let passage = found.passage
            reply.passages.append(
                .init(
                    score: (found.score * 1000).rounded() / 1000, document: passage.document, title: passage.title,
                    headings: passage.headings, question: passage.question, text: passage.text, url: passage.url))
        }
        shell.print(arguments.has("json") ? try KnowledgeFolder.json(reply) : text(of: reply))
        return reply.isKnown ? .success : .refused
    }

    private static func text(of reply: Reply) -> String {
        var lines = [reply.answer]
        for passage in reply.passages {
            let place = ([passage.title] + passage.headings.filter { $0 != passage.title }).joined(separator: " › ")
            lines += ["", String(format: "%.2f  %@", passage.score, ErrorText.oneLine(place))]
            if let question = passage.question { lines.append("      " + ErrorText.oneLine(question)) }
            let text = ErrorText.oneLine(passage.text)
            lines.append("      " + (text.count > 200 ? text.prefix(200) + "…" : text))
        }
        return lines.joined(separator: "\n")
    }
}
