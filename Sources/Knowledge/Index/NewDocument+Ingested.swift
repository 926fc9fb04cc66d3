internal import Cryptography
internal import Foundation

extension NewDocument {
    /// A document that was read, ready to be stored.
    ///
    /// - Parameters:
    ///   - source: As it came.
    ///   - name: What names its origin and is replaced when it comes again; nil is the source's name.
    ///   - title: For people; nil is the title it gives itself, or else made of its name.
    package init(
        _ ingested: IngestedDocument, from source: DocumentSource, name: String? = nil, title: String? = nil,
        url: String? = nil, persona: String? = nil, owner: String? = nil
    ) {
        self.init(
            persona: persona, owner: owner, title: title ?? ingested.title ?? Self.title(of: source.name),
            format: ingested.format, source: name ?? source.name, url: url,
            hash: SHA256.hex(of: Data(source.bytes)), bytes: source.bytes.count, passages: ingested.passages)
    }

    /// A page that a link led to. Its hash is that of its text: the rest of a page may change each time it is fetched.
    ///
    /// - Parameters:
    ///   - link: As it was checked, see ``LinkAddress/checked(_:)``.
    ///   - question: What the page answers: a heading over all of it, where it is found by. Empty for none.
    ///   - title: For people; nil is the page's own, or else its host.
    package init(
        _ page: LinkedDocument, link: String, question: String = "", title: String? = nil, persona: String? = nil,
        owner: String? = nil
    ) {
        var passages = page.document.passages
        if !question.isEmpty {
            for index in passages.indices { passages[index].headings.insert(question, at: 0) }
        }
        let text = passages.map { ($0.headings + [$0.question ?? "", $0.text]).joined(separator: "\n") }
            .joined(separator: "\n")
        self.init(
            persona: persona, owner: owner,
            title: title ?? page.document.title ?? URL(string: page.url)?.host() ?? link,
            format: page.document.format, source: link, url: link, hash: SHA256.hex(of: Data(text.utf8)),
            bytes: text.utf8.count, passages: passages)
    }

    /// "opening-hours_2026.csv" is "opening hours 2026".
    static func title(of name: String) -> String {
        let last = name.split(separator: "/").last.map(String.init) ?? name
        let stem = last.contains(".") ? String(last[..<(last.lastIndex(of: ".") ?? last.endIndex)]) : last
        let words = (stem.isEmpty ? last : stem).split { "-_ ".contains($0) }
        return words.isEmpty ? last : words.joined(separator: " ")
    }
}
