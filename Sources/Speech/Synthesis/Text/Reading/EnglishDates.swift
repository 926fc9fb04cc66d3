extension EnglishReading {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    private static func month(_ text: Substring) -> Int? {
        let name = text.lowercased()
        guard name.count >= 3, text.first?.isUppercase == true else { return nil }
        return months.firstIndex {
            $0.lowercased() == name || $0.lowercased().prefix(3) == name || name == "sept" && $0 == "September"
        }
        .map { $0 + 1 }
    }

    private static func spoken(day: Int, month: Int, year: Int?) -> String {
        let date = months[month - 1] + " " + EnglishNumbers.ordinal(day)
        return year.map { date + ", " + EnglishNumbers.year($0) } ?? date
    }

    /// A date that begins with a digit; those that begin with a month come by ``monthFirst(_:)``.
    func date() -> (count: Int, spoken: String)? {
        let text = core(0)
        for mark in ["-", "/", "."] as [Character] {
            let parts = text.split(separator: mark, omittingEmptySubsequences: false)
            guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isNumber } })
            else { continue }
            let numbers = parts.compactMap { Int($0) }
            guard numbers.count == 3 else { continue }
            if parts[0].count == 4, mark != "." || parts[1].count == 2 {
                return date(numbers[2], numbers[1], numbers[0])
            }
            guard parts[2].count == 4 || parts[2].count == 2 && mark == "/" else { continue }
            let year = parts[2].count == 2 ? 2_000 + numbers[2] : numbers[2]
            // American order with slashes where it can be; the day first with full stops.
            if mark == "/", numbers[0] <= 12 { return date(numbers[1], numbers[0], year) }
            return date(numbers[0], numbers[1], year)
        }
        return dayMonth()
    }

    private func date(_ day: Int, _ month: Int, _ year: Int) -> (count: Int, spoken: String)? {
        guard (1...31).contains(day), (1...12).contains(month) else { return nil }
        return said(1, Self.spoken(day: day, month: month, year: year))
    }

    /// "20 November 2026", "3rd of May" is said as it is written.
    private func dayMonth() -> (count: Int, spoken: String)? {
        let digits = core(0).prefix { $0.isASCII && $0.isNumber }
        let ending = core(0)[digits.endIndex...]
        guard ending.isEmpty || ["st", "nd", "rd", "th"].contains(ending), let day = Int(digits),
            (1...31).contains(day), bare.count > 1,
            bare[0].closing.isEmpty, let month = Self.month(bare[1].core)
        else { return nil }
        let words = "the " + EnglishNumbers.ordinal(day) + " of " + Self.months[month - 1]
        let isDotted = bare[1].closing == "."
        if bare.count > 2, bare[1].closing.isEmpty || isDotted || bare[1].closing == ",",
            let year = Self.year(bare[2].core)
        {
            return said(3, words + ", " + EnglishNumbers.year(year))
        }
        return said(2, words)
    }

    private static func year(_ text: Substring) -> Int? {
        text.count == 4 ? Int(text).flatMap { (1_000...2_999).contains($0) ? $0 : nil } : nil
    }

    /// "Nov. 20, 2026", "November 20", "May 5th", "November 2026"; nil when no number follows.
    func monthFirst() -> (count: Int, spoken: String)? {
        guard bare.count > 1, let month = Self.month(bare[0].core), bare[0].closing.isEmpty || bare[0].closing == ".",
            bare[1].opening.isEmpty
        else { return nil }
        let digits = bare[1].core.prefix { $0.isASCII && $0.isNumber }
        let ending = bare[1].core[digits.endIndex...]
        if let year = Self.year(bare[1].core) {
            return said(2, Self.months[month - 1] + " " + EnglishNumbers.year(year))
        }
        guard ending.isEmpty || ["st", "nd", "rd", "th"].contains(ending), let day = Int(digits), (1...31).contains(day)
        else {
            return nil
        }
        if bare.count > 2, bare[1].closing.isEmpty || bare[1].closing == ",", let year = Self.year(bare[2].core) {
            return said(3, Self.spoken(day: day, month: month, year: year))
        }
        return said(2, Self.spoken(day: day, month: month, year: nil))
    }

    // MARK: Times

    func time() -> (count: Int, spoken: String)? {
        if let range = timeRange() { return range }
        guard let time = Self.time(core(0)) else { return hour() }
        if time.isHour, let half = halfOfDay(core(1)) { return halfSaid(2, time.spoken, half) }
        if !time.isHour || time.spoken.hasSuffix("M") { return said(1, time.spoken) }
        return said(1, time.spoken + (time.isFull ? " o'clock" : ""))
    }

    /// "9am", "9 am", "9 a.m.".
    private func hour() -> (count: Int, spoken: String)? {
        let digits = core(0).prefix { $0.isASCII && $0.isNumber }
        guard digits.count <= 2, let hour = Int(digits), (1...12).contains(hour) else { return nil }
        let rest = core(0)[digits.endIndex...]
        if let half = halfOfDay(rest) { return halfSaid(1, EnglishNumbers.cardinal(hour), half) }
        if rest.isEmpty, let half = halfOfDay(core(1)) { return halfSaid(2, EnglishNumbers.cardinal(hour), half) }
        return nil
    }

    private func halfOfDay(_ text: Substring) -> String? {
        switch text.lowercased().filter({ $0 != "." }) {
        case "am": "ay M"
        case "pm": "P M"
        default: nil
        }
    }

    /// "a.m." has a full stop of its own.
    private func halfSaid(_ count: Int, _ time: String, _ half: String) -> (count: Int, spoken: String) {
        var closing = bare[count - 1].closing
        let isDotted = bare[count - 1].core.contains(".")
        if isDotted, closing.first == ".", bare.count > count, bare[count].core.first?.isUppercase != true {
            closing = closing.dropFirst()
        }
        return (count, bare[0].opening + time + " " + half + closing)
    }

    private func timeRange() -> (count: Int, spoken: String)? {
        guard let dash = core(0).firstIndex(where: { "–—-".contains($0) }) else { return nil }
        let (low, high) = (core(0)[..<dash], core(0)[core(0).index(after: dash)...])
        guard let from = Self.time(low) ?? Self.hourAlone(low), let to = Self.time(high) ?? Self.hourAlone(high),
            low.contains(":") || high.contains(":") || high.contains(where: \.isLetter)
        else { return nil }
        let joined = from.spoken + " to " + to.spoken
        if !high.contains(where: \.isLetter), let half = halfOfDay(core(1)) { return halfSaid(2, joined, half) }
        return said(1, joined)
    }

    private static func hourAlone(_ text: Substring) -> (spoken: String, isHour: Bool, isFull: Bool)? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let hour = Int(digits), (0...24).contains(hour) else { return nil }
        switch text[digits.endIndex...].lowercased() {
        case "": return (EnglishNumbers.cardinal(hour), true, true)
        case "am": return (EnglishNumbers.cardinal(hour) + " ay M", true, true)
        case "pm": return (EnglishNumbers.cardinal(hour) + " P M", true, true)
        default: return nil
        }
    }

    /// Hours and minutes, perhaps seconds, perhaps "am" behind.
    private static func time(_ text: Substring) -> (spoken: String, isHour: Bool, isFull: Bool)? {
        var text = text
        var half = ""
        for (ending, word) in [("am", " ay M"), ("pm", " P M")] where text.lowercased().hasSuffix(ending) {
            text = text.dropLast(2)
            half = word
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), parts.allSatisfy({ (1...2).contains($0.count) }) else {
            return ratio(parts, half)
        }
        let numbers = parts.compactMap { $0.allSatisfy { $0.isASCII && $0.isNumber } ? Int($0) : nil }
        guard numbers.count == parts.count, numbers[0] <= 24, numbers[1] < 60, parts[1].count == 2 else {
            return ratio(parts, half)
        }
        let (hour, minute) = (numbers[0], numbers[1])
        var spoken = EnglishNumbers.cardinal(hour)
        if numbers.count == 3 {
            spoken += " " + (minute < 10 ? "oh " : "") + EnglishNumbers.cardinal(minute) + " and "
            return (spoken + EnglishNumbers.cardinal(numbers[2]) + " seconds" + half, false, false)
        }
        switch minute {
        case 0 where hour == 0 || hour > 12: spoken += " hundred"
        case 0: return (spoken + half, true, half.isEmpty)
        case 1...9: spoken += " oh " + EnglishNumbers.cardinal(minute)
        default: spoken += " " + EnglishNumbers.cardinal(minute)
        }
        return (spoken + half, true, false)
    }

    /// "16:9".
    private static func ratio(_ parts: [Substring], _ half: String) -> (spoken: String, isHour: Bool, isFull: Bool)? {
        guard parts.count == 2, half.isEmpty, let left = Int(parts[0]), let right = Int(parts[1]), left >= 0, right >= 0
        else { return nil }
        return (EnglishNumbers.cardinal(left) + " to " + EnglishNumbers.cardinal(right), false, false)
    }
}
