/// How many letters must be put in, left out, changed or swapped with their neighbour to make one word of another.
/// Optimal string alignment, after F. J. Damerau, "A technique for computer detection and correction of spelling
/// errors" (CACM 7(3), 1964).
enum EditDistance {
    /// - Returns: nil when it is more than `limit`.
    static func between(_ first: [UInt8], _ second: [UInt8], atMost limit: Int) -> Int? {
        guard abs(first.count - second.count) <= limit else { return nil }
        var earlier: [Int] = []
        var previous = Array(0...second.count)
        for (row, letter) in first.enumerated() {
            var current = [row + 1]
            current.reserveCapacity(second.count + 1)
            var least = row + 1
            for (column, other) in second.enumerated() {
                var cost = min(
                    previous[column] + (letter == other ? 0 : 1), previous[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, letter == second[column - 1], first[row - 1] == other {
                    cost = min(cost, earlier[column - 1] + 1)
                }
                current.append(cost)
                least = min(least, cost)
            }
            if least > limit { return nil }
            (earlier, previous) = (previous, current)
        }
        return previous[second.count] <= limit ? previous[second.count] : nil
    }
}
