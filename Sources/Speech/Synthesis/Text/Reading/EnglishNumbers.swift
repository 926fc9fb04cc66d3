/// Numbers as English words.
enum EnglishNumbers {
    private static let small = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ]
    private static let tens = [
        "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ]
    private static let scales = [
        (1_000_000_000_000, "trillion"), (1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand"),
    ]

    static func cardinal(_ number: Int) -> String {
        if number < 0 { return "minus " + cardinal(-number) }
        if number < 20 { return small[number] }
        if number < 100 { return tens[number / 10] + (number % 10 == 0 ? "" : " " + small[number % 10]) }
        if number < 1_000 {
            return small[number / 100] + " hundred" + (number % 100 == 0 ? "" : " and " + cardinal(number % 100))
        }
        for (scale, name) in scales where number >= scale {
            let rest = number % scale
            let joint = rest == 0 ? "" : rest < 100 ? " and " + cardinal(rest) : " " + cardinal(rest)
            return cardinal(number / scale) + " " + name + joint
        }
        return small[0]
    }

    /// Of digits with an optional decimal part; more than fifteen are read one by one.
    static func number(_ digits: some StringProtocol, decimals: (some StringProtocol)?) -> String {
        let whole = whole(digits)
        guard let decimals, !decimals.isEmpty else { return whole }
        return whole + " point " + one(by: decimals)
    }

    static func whole(_ digits: some StringProtocol) -> String {
        guard digits.count <= 15, let value = Int(digits) else { return one(by: digits) }
        // "007".
        if digits.count > 1, digits.first == "0" { return one(by: digits) }
        return cardinal(value)
    }

    static func one(by digits: some StringProtocol) -> String {
        digits.compactMap { $0.wholeNumberValue.map { small[$0] } }.joined(separator: " ")
    }

    private static let irregular = [
        "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
        "twelve": "twelfth",
    ]

    static func ordinal(_ number: Int) -> String {
        var words = cardinal(number).split(separator: " ").map(String.init)
        guard let last = words.popLast() else { return "" }
        words.append(irregular[last] ?? (last.hasSuffix("y") ? last.dropLast() + "ieth" : last + "th"))
        return words.joined(separator: " ")
    }

    /// 1100…2099 as years are said, others as numbers.
    static func year(_ year: Int) -> String {
        guard (1_100...2_099).contains(year), !(2_000...2_009).contains(year) else {
            return (2_001...2_009).contains(year) ? "two thousand " + small[year - 2_000] : cardinal(year)
        }
        let (century, rest) = (year / 100, year % 100)
        switch rest {
        case 0: return cardinal(century) + " hundred"
        case 1...9: return cardinal(century) + " oh " + small[rest]
        default: return cardinal(century) + " " + cardinal(rest)
        }
    }

    /// "sixties".
    static func decade(_ tensOf: Int) -> String {
        if tensOf == 0 { return "two thousands" }
        if tensOf == 10 { return "tens" }
        let name = cardinal(tensOf)
        return name.hasSuffix("y") ? name.dropLast() + "ies" : name + "s"
    }

    /// Three quarters; nil when one would not say it so.
    static func fraction(_ numerator: Int, _ denominator: Int) -> String? {
        guard numerator > 0, (2...20).contains(denominator) || denominator == 100, numerator < denominator else {
            return nil
        }
        let isOne = numerator == 1
        let part =
            switch denominator {
            case 2: isOne ? "half" : "halves"
            case 4: isOne ? "quarter" : "quarters"
            case 100: isOne ? "hundredth" : "hundredths"
            default: ordinal(denominator) + (isOne ? "" : "s")
            }
        return cardinal(numerator) + " " + part
    }

    /// 1…39 out of capital Roman digits in their canonical form.
    static func roman(_ text: some StringProtocol) -> Int? {
        let units = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
        let tens = ["", "X", "XX", "XXX"]
        for (place, ten) in tens.enumerated() where text.hasPrefix(ten) {
            if let unit = units.firstIndex(of: String(text.dropFirst(ten.count))), place + unit > 0 {
                return place * 10 + unit
            }
        }
        return nil
    }
}
