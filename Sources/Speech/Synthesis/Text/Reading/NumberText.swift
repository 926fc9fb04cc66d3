/// A number at the beginning of a written run.
struct NumberText {
    var isNegative = false
    /// Without grouping.
    var digits: String
    /// Nil when there is no decimal part.
    var decimals: String?
    /// ½ and its like behind the number.
    var fraction: String?
    /// What is behind.
    var rest: Substring

    private static let fractions: [Character: String] = [
        "½": "one half", "¼": "one quarter", "¾": "three quarters", "⅓": "one third", "⅔": "two thirds",
        "⅕": "one fifth", "⅖": "two fifths", "⅗": "three fifths", "⅘": "four fifths", "⅙": "one sixth",
        "⅚": "five sixths", "⅛": "one eighth", "⅜": "three eighths", "⅝": "five eighths", "⅞": "seven eighths",
    ]

    /// - Parameter decimalComma: "12,50" is twelve and a half.
    init?(_ text: Substring, decimalComma: Bool = false) {
        var rest = text
        if let sign = rest.first, sign == "-" || sign == "−" {
            isNegative = true
            rest = rest.dropFirst()
        }
        let start = rest.prefix { $0.isASCII && $0.isNumber }
        digits = String(start)
        rest = rest[start.endIndex...]
        if (1...3).contains(digits.count), digits != "0" {
            while rest.first == ",", rest.dropFirst().prefix(4).prefix(while: { $0.isASCII && $0.isNumber }).count == 3
            {
                digits += rest.dropFirst().prefix(3)
                rest = rest.dropFirst(4)
            }
        }
        if let mark = rest.first, mark == "." || mark == "," && decimalComma {
            let part = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
            let next = rest[part.endIndex...]
            let isVersion = next.first == "." && next.dropFirst().first?.isNumber == true
            if !part.isEmpty, !isVersion {
                decimals = String(part)
                rest = next
            }
        }
        if let mark = rest.first, let known = Self.fractions[mark] {
            fraction = known
            rest = rest.dropFirst()
        }
        self.rest = rest
        guard !digits.isEmpty || fraction != nil || decimals != nil else { return nil }
    }

    /// Exactly one of something.
    var isOne: Bool { digits == "1" && decimals == nil && fraction == nil }
    var value: Int? { decimals == nil && fraction == nil ? Int(digits) : nil }

    var spoken: String {
        let sign = isNegative ? "minus " : ""
        guard let fraction else {
            return sign + EnglishNumbers.number(digits.isEmpty ? "0" : digits, decimals: decimals)
        }
        if digits.isEmpty { return sign + fraction }
        let part = fraction.hasPrefix("one ") && fraction != "one half" ? "a" + fraction.dropFirst(3) : fraction
        return sign + EnglishNumbers.whole(digits) + " and " + (part == "one half" ? "a half" : part)
    }

    /// "five percent", with the unit behind the number.
    func spoken(with unit: String) -> String { spoken + " " + unit }
}
