/// Text of a persona with places for values: `${name}`, where a name is letters, digits, `_`, `-` and `.`.
package struct PersonaText: Equatable, Sendable {
    package let source: String

    package init(_ source: String) { self.source = source }

    /// The names of the places, each once, in order.
    package var variables: [String] {
        var names: [String] = []
        for match in source.matches(of: Self.place) where !names.contains(String(match.1)) {
            names.append(String(match.1))
        }
        return names
    }

    /// The text with `values` in their places; a place without a value is left out. Values are taken as they are:
    /// a `${name}` within one is not looked up.
    package func filled(with values: [String: String]) -> String {
        source.replacing(Self.place) { values[String($0.1)] ?? "" }
    }

    private static var place: Regex<(Substring, Substring)> { /\$\{\s*([\p{L}\p{N}_.\-]{1,64})\s*\}/ }
}
