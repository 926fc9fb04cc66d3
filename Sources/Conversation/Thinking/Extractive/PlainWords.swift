internal import Foundation

/// Words as they compare: lower case, without accents and punctuation, apostrophes taken out ("what's" is "whats").
enum PlainWords {
    static func of(_ text: String) -> [String] {
        let plain = String(text.prefix(2000)).folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
            .replacing("'", with: "").replacing("’", with: "").replacing("ł", with: "l").replacing("ß", with: "ss")
        return plain.split { !$0.isLetter && !$0.isNumber }.map { $0.lowercased() }
    }
}
