package import Core

/// How far one pronunciation's times are from another's, taken as true.
///
/// Phones are paired by the least edit distance of their symbols (silences are not paired with phones; "ax" and "ah"
/// are one). All errors are in seconds, found − true.
package struct AlignmentFigures: Equatable, Sendable {
    /// Starts of paired phones, silences left out.
    package var startErrors: [Double]
    /// Starts and ends of paired p, b and m.
    package var closureStartErrors: [Double]
    package var closureEndErrors: [Double]
    /// Share of the true phones that were paired.
    package var paired: Double
    /// Share of frame centres with the same phone, and with the same viseme, at `framesPerSecond`.
    package var framePhoneAccuracy: Double
    package var frameVisemeAccuracy: Double

    package init(
        found: Pronunciation, truth: Pronunciation, framesPerSecond: Double = 25, viseme: (String) -> Viseme
    ) {
        let found = found.phones.filter { $0.duration > 0 }
        let truth = truth.phones.filter { $0.duration > 0 }
        let pairs = Self.pairs(found, truth).filter { !truth[$0.truth].isSilence }
        startErrors = pairs.map { found[$0.found].start - truth[$0.truth].start }
        let closures = pairs.filter { ["p", "b", "m"].contains(truth[$0.truth].symbol) }
        closureStartErrors = closures.map { found[$0.found].start - truth[$0.truth].start }
        closureEndErrors = closures.map { found[$0.found].end - truth[$0.truth].end }
        let spoken = truth.filter { !$0.isSilence }.count
        paired = spoken > 0 ? Double(pairs.count) / Double(spoken) : 0

        let end = min(found.last?.end ?? 0, truth.last?.end ?? 0)
        let frames = Int(end * framesPerSecond)
        let centres = (0..<frames).map { (Double($0) + 0.5) / framesPerSecond }
        let (heard, said) = (Self.symbols(found, at: centres), Self.symbols(truth, at: centres))
        let total = Double(max(frames, 1))
        framePhoneAccuracy = Double(zip(heard, said).filter { Self.same($0, $1) }.count) / total
        frameVisemeAccuracy = Double(zip(heard, said).filter { viseme($0) == viseme($1) }.count) / total
    }

    /// The `share` quantile of the errors' sizes, 0 when there are none.
    package static func quantile(_ share: Double, of errors: [Double]) -> Double {
        let sizes = errors.map(abs).sorted()
        guard !sizes.isEmpty else { return 0 }
        return sizes[min(sizes.count - 1, Int(share * Double(sizes.count)))]
    }

    /// Share of the errors of at most `limit` seconds.
    package static func share(of errors: [Double], within limit: Double) -> Double {
        errors.isEmpty ? 0 : Double(errors.filter { abs($0) <= limit }.count) / Double(errors.count)
    }

    private static func same(_ first: String, _ second: String) -> Bool {
        first == second || (first == "ax" && second == "ah") || (first == "ah" && second == "ax")
    }

    /// Indices of the paired phones in order. Costs: 1 for a phone without a partner, 0.9 for another symbol, and up
    /// to 0.5 for starts a second apart, so that among equal symbols the near one is taken.
    private static func pairs(_ found: [Phone], _ truth: [Phone]) -> [(found: Int, truth: Int)] {
        let width = found.count + 1
        var cost = [Double](repeating: 0, count: (truth.count + 1) * width)
        func pairing(_ row: Int, _ column: Int) -> Double {
            let (said, heard) = (truth[row - 1], found[column - 1])
            let apart = 0.5 * min(1, abs(said.start - heard.start))
            if same(said.symbol, heard.symbol) { return apart }
            return said.isSilence || heard.isSilence ? 3 : 0.9 + apart
        }
        for row in 0...truth.count {
            for column in 0...found.count where row + column > 0 {
                var best = Double.infinity
                if row > 0 { best = min(best, cost[(row - 1) * width + column] + 1) }
                if column > 0 { best = min(best, cost[row * width + column - 1] + 1) }
                if row > 0, column > 0 { best = min(best, cost[(row - 1) * width + column - 1] + pairing(row, column)) }
                cost[row * width + column] = best
            }
        }
        var pairs: [(found: Int, truth: Int)] = []
        var (row, column) = (truth.count, found.count)
        while row > 0, column > 0 {
            let here = cost[row * width + column]
            if here == cost[(row - 1) * width + column - 1] + pairing(row, column) {
                (row, column) = (row - 1, column - 1)
                pairs.append((column, row))
            } else if here == cost[(row - 1) * width + column] + 1 {
                row -= 1
            } else {
                column -= 1
            }
        }
        return pairs.reversed()
    }

    private static func symbols(_ phones: [Phone], at times: [Double]) -> [String] {
        var index = 0
        return times.map { time in
            while index + 1 < phones.count, phones[index].end <= time { index += 1 }
            return phones.isEmpty ? "sil" : phones[index].symbol
        }
    }
}
