import Foundation
import Testing

@testable import Operations

@Suite struct RecipeTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test("every configuration that the documents show is one", arguments: ["conversation.md", "server.md", "api.md"])
    func configurations(document: String) throws {
        let text = try String(contentsOf: Self.root.appending(path: "docs/\(document)"), encoding: .utf8)
        for match in text.matches(of: /```toml\n([\s\S]*?)```/) {
            let folder = FileManager.default.temporaryDirectory
            let file = folder.appending(path: "visavis-recipe-\(UUID().uuidString).toml")
            try String(match.output.1).write(to: file, atomically: true, encoding: .utf8)
            defer { try? FileManager.default.removeItem(at: file) }
            #expect(throws: Never.self, "\(match.output.1)") { try Configuration.load(file: file.path) }
        }
    }

    @Test("the guide to conversation has its five recipes, and names settings and variables that exist")
    func names() throws {
        let text = try String(contentsOf: Self.root.appending(path: "docs/conversation.md"), encoding: .utf8)
        #expect(text.components(separatedBy: "\n### ").count >= 6)
        let settings = Set(Configuration.settings.map(\.key))
        let sections = Set(settings.compactMap { $0.split(separator: ".").first.map(String.init) })
        for match in text.matches(of: /`([a-z]+)\.([a-z_]+)`/) where sections.contains(String(match.output.1)) {
            #expect(settings.contains("\(match.output.1).\(match.output.2)"), "\(match.output.0)")
        }
        let variables = Set(Configuration.settings.map(\.environment))
        for match in text.matches(of: /VISAVIS_[A-Z_]+/) {
            #expect(variables.contains(String(match.output)), "\(match.output)")
        }
    }
}
