extension EnglishReading {
    /// "+1 (555) 123-4567", "555-1234", "020 7946 0958": digit by digit, a rest between the groups.
    func phone() -> (count: Int, spoken: String)? {
        var groups: [Substring] = []
        var count = 0
        var text = ""
        for run in bare.prefix(Reading.window) {
            // Brackets are part of it.
            let whole = run.opening + run.core + run.closing.prefix { $0 == ")" }
            guard whole.allSatisfy({ $0.isASCII && $0.isNumber || "+-()./".contains($0) }),
                whole.contains(where: \.isNumber)
            else { break }
            text += whole + " "
            count += 1
            groups += whole.split { !$0.isNumber }
            if run.closing.contains(where: { $0 != ")" }) { break }
        }
        let digits = groups.reduce(0) { $0 + $1.count }
        guard count > 0, (7...15).contains(digits), groups.allSatisfy({ $0.count <= 11 }),
            isDialled(text, groups, count)
        else { return nil }
        let spoken = groups.map { EnglishNumbers.one(by: $0) }.joined(separator: ", ")
        let closing = bare[count - 1].closing.drop { $0 == ")" }
        return (count, (text.first == "+" ? "plus " : "") + spoken + closing)
    }

    private func isDialled(_ text: String, _ groups: [Substring], _ count: Int) -> Bool {
        if text.first == "+" { return true }
        guard !text.contains("."), !text.contains("/") else { return false }
        let sizes = groups.map(\.count)
        if text.contains("(") { return groups.count >= 2 && sizes[0] >= 2 }
        if text.first == "0" {
            return groups.count >= 2 && sizes[0] >= 2 && !text.contains("-") || sizes[0] >= 7
                || text.contains("-") && groups.count == 2 && sizes[0] >= 3
        }
        if count == 1, text.contains("-") {
            return sizes == [3, 4] || sizes == [3, 3, 4] || sizes == [1, 3, 3, 4] || sizes == [1, 3, 4]
        }
        return sizes == [3, 3, 4] && count == 3
    }
}
