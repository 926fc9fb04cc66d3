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

    /// "opening-hours_2026.csv" is "opening hours 2026".
    static func title(of name: String) -> String {
        let last = name.split(separator: "/").last.map(String.init) ?? name
        let stem = last.contains(".") ? String(last[..<(last.lastIndex(of: ".") ?? last.endIndex)]) : last
        let words = (stem.isEmpty ? last : stem).split { "-_ ".contains($0) }
        return words.isEmpty ? last : words.joined(separator: " ")
    }
}
