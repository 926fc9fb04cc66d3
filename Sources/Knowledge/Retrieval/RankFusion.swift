/// Two lists of passages as one: each passage counts by its places in both, because their scores do not compare.
/// Cormack, Clarke & Büttcher, "Reciprocal rank fusion outperforms Condorcet and individual rank learning methods"
/// (SIGIR 2009), with its constant 60.
enum RankFusion {
    /// - Returns: Best first; the score is the better one of both lists', and never more than that of what stands before.
    static func fused(_ first: [RankedPassage], _ second: [RankedPassage], limit: Int) -> [RankedPassage] {
        guard !second.isEmpty else { return Array(first.prefix(limit)) }
        var places: [Int64: Double] = [:]
        var best: [Int64: RankedPassage] = [:]
        for list in [first, second] {
            for (place, ranked) in list.enumerated() {
                let id = ranked.passage.id
                places[id, default: 0] += 1 / Double(60 + place + 1)
                if ranked.score > best[id]?.score ?? -1 { best[id] = ranked }
            }
        }
        let order = places.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(limit)
        var fused = order.compactMap { best[$0.key] }
        var most = fused.map(\.score).max() ?? 0
        for index in fused.indices {
            fused[index].score = index == 0 ? most : min(fused[index].score, most)
            most = fused[index].score
        }
        return fused
    }
}
