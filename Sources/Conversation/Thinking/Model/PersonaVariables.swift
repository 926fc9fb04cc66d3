/// The `${name}` in what is written about a persona.
package enum PersonaVariables {
    /// `text` with every `${name}` replaced by its value, or by nothing when there is none. Values are taken as they are:
    /// a `${…}` within one stays.
    ///
    /// A name is letters, digits, `_`, `-` and `.`, with spaces around it allowed; anything else between the braces is
    /// left alone.
    package static func fill(_ text: String, with values: [String: String]) -> String {
        var filled = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "${") {
            filled += rest[..<start.lowerBound]
            let inner = rest[start.upperBound...]
            guard let end = inner.firstIndex(of: "}"), let name = name(in: inner[..<end]) else {
                filled += "${"
                rest = inner
                continue
            }
            filled += values[name] ?? ""
            rest = inner[inner.index(after: end)...]
        }
        return filled + rest
    }

    private static func name(in text: Substring) -> String? {
        let name = text.split(separator: " ")
        guard name.count == 1, name[0].count <= 128,
            name[0].allSatisfy({ $0.isLetter || $0.isNumber || "_-.".contains($0) })
        else { return nil }
        return String(name[0])
    }
}
