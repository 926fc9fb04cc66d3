extension EnglishReading {
    /// A run with digits or signs of money.
    func figures() -> (count: Int, spoken: String)? {
        let core = bare[0].core
        if core == "24/7" { return said(1, "twenty four seven") }
        if core == "9/11" { return said(1, "nine eleven") }
        // In this order: a date looks like a range, a year like a number.
        let kinds: [() -> (count: Int, spoken: String)?] = [
            phone, money, date, time, fraction, range, ordinal, decade, dotted, quantity, mixture,
        ]
        for kind in kinds {
            if let found = kind() { return found }
        }
        return nil
    }

    // MARK: Amounts

    private func money() -> (count: Int, spoken: String)? {
        for symbol in ["US$", "$", "€", "£", "¥", "₹", "₽", "₩"] {
            guard let currency = EnglishUnits.currencies[symbol] else { continue }
            var first = core(0)
            let isNegative = first.first == "-" || first.first == "−"
            if isNegative { first = first.dropFirst() }
            // "€ 12.50" is two runs.
            let count = first == symbol ? 2 : 1
            let text = count == 2 ? core(1) : first.hasPrefix(symbol) ? first.dropFirst(symbol.count) : ""
            if let number = NumberText(text, decimalComma: symbol == "€" && text.dropLast(2).last == ",") {
                guard let amount = amount(number, currency, count: count) else { continue }
                return said(amount.count, (isNegative ? "minus " : "") + amount.spoken)
            }
        }
        return moneyBehind()
    }

    /// "12,50 €", "5 USD", "99¢".
    private func moneyBehind() -> (count: Int, spoken: String)? {
        guard let number = NumberText(core(0)) else { return nil }
        let comma = NumberText(core(0), decimalComma: true)
        for (number, count, symbol) in [
            (number, 1, number.rest), (comma ?? number, 1, comma?.rest ?? ""), (number, 2, core(1)),
            (comma ?? number, 2, core(1)),
        ] {
            guard count == 1 || number.rest.isEmpty, let currency = EnglishUnits.currencies[String(symbol)] else {
                continue
            }
            return said(count, price(number, currency))
        }
        return nil
    }

    private func amount(
        _ number: NumberText, _ currency: EnglishUnits.Currency, count: Int
    ) -> (count: Int, spoken: String)? {
        let next = core(count)
        if number.rest.isEmpty, next.count > 2, let magnitude = EnglishUnits.magnitudes[next.lowercased()] {
            return (count + 1, number.spoken + " " + magnitude + " " + currency.many)
        }
        if let magnitude = EnglishUnits.magnitudes[String(number.rest)] {
            return (count, number.spoken + " " + magnitude + " " + currency.many)
        }
        // "$5–10".
        if let dash = number.rest.first, "–—-".contains(dash) {
            let upper = number.rest.dropFirst().drop { EnglishUnits.currencies[String($0)] != nil }
            if let second = NumberText(upper), second.rest.isEmpty {
                return (count, number.spoken + " to " + price(second, currency))
            }
        }
        if number.rest.hasPrefix("/"), number.rest.count > 1 {
            return (count, price(number, currency) + " per " + Self.per(number.rest.dropFirst()))
        }
        return number.rest.isEmpty ? (count, price(number, currency)) : nil
    }

    private static func per(_ unit: Substring) -> String {
        switch unit {
        case "mo": "month"
        case "yr": "year"
        case "wk": "week"
        default: EnglishUnits.name(unit, isOne: true) ?? String(unit)
        }
    }

    private func price(_ number: NumberText, _ currency: EnglishUnits.Currency) -> String {
        guard let decimals = number.decimals, decimals.count == 2, let cents = Int(decimals), !currency.cent.isEmpty
        else {
            return number.spoken + " " + (number.isOne ? currency.one : currency.many)
        }
        let small = EnglishNumbers.cardinal(cents) + " " + (cents == 1 ? currency.cent : currency.cents)
        let sign = number.isNegative ? "minus " : ""
        if number.digits.allSatisfy({ $0 == "0" }) { return sign + (cents == 0 ? "zero " + currency.many : small) }
        let large = EnglishNumbers.whole(number.digits) + " " + (number.digits == "1" ? currency.one : currency.many)
        return sign + (cents == 0 ? large : large + " and " + small)
    }

    /// A number with its unit or what multiplies it, or alone.
    private func quantity() -> (count: Int, spoken: String)? {
        var text = core(0)
        var before = ""
        for (sign, word) in [
            ("~", "about "), ("≈", "about "), ("±", "plus or minus "), ("<", "less than "), (">", "more than "),
            ("≤", "at most "), ("≥", "at least "), ("+", "plus "), ("#", "number "), ("§", "section "), ("×", "times "),
        ]
        where text.hasPrefix(sign) {
            text = text.dropFirst()
            before = word
        }
        // A hyphen behind a word is none of the number's.
        guard let number = NumberText(text) else { return nil }
        if number.rest.isEmpty {
            let next = core(1)
            if !next.isEmpty, !EnglishUnits.isAmbiguous(next), let unit = EnglishUnits.name(next, isOne: number.isOne) {
                return said(2, before + number.spoken(with: unit))
            }
            if let half = Self.simpleFraction(next), number.value != nil {
                return said(
                    2, before + number.spoken + " and " + (half.hasPrefix("one ") ? "a" + half.dropFirst(3) : half))
            }
            return said(1, before + (isYear(number, alone: before.isEmpty) ?? number.spoken))
        }
        if number.rest == "%" || EnglishUnits.name(number.rest, isOne: false) != nil, !isNetwork(number) {
            return said(1, before + number.spoken(with: EnglishUnits.name(number.rest, isOne: number.isOne) ?? ""))
        }
        if number.rest == "p", let lines = number.value, (200...4_320).contains(lines) {
            let pair = EnglishNumbers.cardinal(lines / 100) + " " + EnglishNumbers.cardinal(lines % 100)
            return said(1, pair + " P")
        }
        if number.rest == "+" { return said(1, before + number.spoken + " plus") }
        if number.rest == "x" { return said(1, before + number.spoken + " times") }
        if number.rest.hasPrefix("x") || number.rest.hasPrefix("×"), let other = NumberText(number.rest.dropFirst()),
            other.rest.isEmpty
        {
            return said(1, number.spoken + " by " + other.spoken)
        }
        if number.rest == "k" || number.rest == "bn" || number.rest == "M" {
            return said(1, before + number.spoken + " " + (EnglishUnits.magnitudes[String(number.rest)] ?? ""))
        }
        return nil
    }

    /// "5G" and "4K" are names.
    private func isNetwork(_ number: NumberText) -> Bool {
        number.rest == "K" || number.rest == "B" || number.rest == "N" || number.rest == "J"
    }

    private func isYear(_ number: NumberText, alone: Bool) -> String? {
        guard alone, !number.isNegative, number.digits.count == 4, bare[0].core.count == 4, let value = number.value,
            (1_100...2_099).contains(value)
        else { return nil }
        return EnglishNumbers.year(value)
    }

    // MARK: Parts, places, ranges

    static func simpleFraction(_ text: Substring) -> String? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let upper = Int(parts[0]), let lower = Int(parts[1]) else { return nil }
        return EnglishNumbers.fraction(upper, lower)
    }

    private func fraction() -> (count: Int, spoken: String)? {
        let parts = core(0).split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let upper = Int(parts[0]), let lower = Int(parts[1]) else { return nil }
        return said(
            1,
            Self.simpleFraction(core(0)) ?? EnglishNumbers.cardinal(upper) + " over " + EnglishNumbers.cardinal(lower))
    }

    private func range() -> (count: Int, spoken: String)? {
        var (low, high, count) = (Substring(), Substring(), 1)
        if let dash = core(0).dropFirst().firstIndex(where: { "–—-‑".contains($0) }) {
            (low, high) = (core(0)[..<dash], core(0)[core(0).index(after: dash)...])
        } else if ["–", "—", "-"].contains(core(1)) {
            (low, high, count) = (core(0), core(2), 3)
        }
        guard let from = NumberText(low), let to = NumberText(high), from.rest.isEmpty || from.rest == to.rest else {
            return nil
        }
        let isYears = from.digits.count == 4 && from.value.map { (1_100...2_099).contains($0) } == true
        let first = isYears ? EnglishNumbers.year(from.value ?? 0) : from.spoken
        let second = isYears && to.digits.count == 4 ? EnglishNumbers.year(to.value ?? 0) : to.spoken
        let joined = first + " to " + second
        if to.rest.isEmpty {
            let next = core(count)
            if !next.isEmpty, !EnglishUnits.isAmbiguous(next), let unit = EnglishUnits.name(next, isOne: false) {
                return said(count + 1, joined + " " + unit)
            }
            if let currency = EnglishUnits.currencies[String(next)] {
                return said(count + 1, joined + " " + currency.many)
            }
            return said(count, joined)
        }
        if let currency = EnglishUnits.currencies[String(to.rest)] { return said(count, joined + " " + currency.many) }
        return EnglishUnits.name(to.rest, isOne: false).map { said(count, joined + " " + $0) }
    }

    private func ordinal() -> (count: Int, spoken: String)? {
        let digits = core(0).prefix { $0.isASCII && $0.isNumber }
        let ending = core(0)[digits.endIndex...].lowercased()
        guard ["st", "nd", "rd", "th"].contains(ending), digits.count <= 6, let number = Int(digits) else { return nil }
        return said(1, EnglishNumbers.ordinal(number))
    }

    /// "1960s", "'90s".
    private func decade() -> (count: Int, spoken: String)? {
        let text = core(0)
        guard text.last == "s", let number = Int(text.dropLast().filter { $0 != "'" && $0 != "’" }), number % 10 == 0
        else {
            return nil
        }
        if (10...90).contains(number) { return (1, EnglishNumbers.decade(number) + bare[0].closing) }
        guard (1_100...2_090).contains(number) else { return nil }
        if number % 100 == 0 { return said(1, number == 2_000 ? "two thousands" : EnglishNumbers.year(number) + "s") }
        return said(1, EnglishNumbers.cardinal(number / 100) + " " + EnglishNumbers.decade(number % 100))
    }

    /// Versions and network addresses: "1.2.3", "v2.0".
    private func dotted() -> (count: Int, spoken: String)? {
        var text = core(0)
        let isVersion = text.first == "v" || text.first == "V"
        if isVersion { text = text.dropFirst() }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count > 2 || isVersion,
            parts.allSatisfy({ !$0.isEmpty && $0.count <= 4 && $0.allSatisfy { $0.isASCII && $0.isNumber } })
        else { return nil }
        let joint = parts.count == 4 ? " dot " : " point "
        return said(1, (isVersion ? "version " : "") + parts.map { EnglishNumbers.whole($0) }.joined(separator: joint))
    }

    /// Letters and digits together: "CO2", "MP3", "GPT-4", "A4".
    private func mixture() -> (count: Int, spoken: String)? {
        var words: [String] = []
        var rest = core(0)
        while let first = rest.first {
            let group: Substring
            if let value = first.wholeNumberValue, first.isNumber {
                if !first.isASCII {
                    words.append(EnglishNumbers.cardinal(value))
                    rest = rest.dropFirst()
                    continue
                }
                group = rest.prefix { $0.isASCII && $0.isNumber }
                words.append(group.count == 4 ? Int(group).map(EnglishNumbers.year) ?? "" : EnglishNumbers.whole(group))
            } else if first.isLetter {
                group = rest.prefix { $0.isLetter }
                let isSpelt = group.allSatisfy(\.isUppercase) && group.count < 5 || group.count == 1
                words.append(
                    EnglishLetters.acronym(group, amidCapitals: false)
                        ?? (isSpelt ? EnglishLetters.names(group) : String(group)))
            } else {
                group = rest.prefix(1)
                if let name = [
                    Character("+"): "plus", "%": "percent", "&": "and", "=": "equals", "°": "degrees", ".": "point",
                    "#": "number", "²": "squared",
                ][first] {
                    words.append(name)
                }
            }
            rest = rest.dropFirst(group.count)
        }
        return words.isEmpty ? nil : said(1, words.joined(separator: " "))
    }
}
