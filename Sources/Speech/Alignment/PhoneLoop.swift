/// The most likely phones of a stretch of audio when no words are known: a loop over all phones.
struct PhoneLoop {
    /// Price of each new phone, in the units of `PhoneScores`: keeps the rate near that of speech (measured on
    /// synthetic voices: 10–14 phones per second).
    private static let change: Float = 60

    let scores: PhoneScores

    /// The phones heard in `frames`, without silences and noises.
    func phones(in frames: Range<Int>) -> [String] {
        let frames = frames.clamped(to: 0..<scores.frames)
        let width = scores.width
        let last = PhoneScores.statesPerPhone - 1
        var path = [Float](repeating: .infinity, count: width)
        var from = [Int](repeating: -1, count: width)
        // Ends of phones as a chain: (phone, index of the one before).
        var ends: [(phone: Int, before: Int)] = []
        var best = (cost: Float(0), end: -1)
        for frame in frames {
            for state in (0..<width).reversed() {
                let cost = Float(scores.costs[frame * width + state])
                if state % PhoneScores.statesPerPhone == 0 {
                    if best.cost + Self.change < path[state] {
                        path[state] = best.cost + Self.change
                        from[state] = best.end
                    }
                } else if path[state - 1] < path[state] {
                    path[state] = path[state - 1]
                    from[state] = from[state - 1]
                }
                path[state] += cost
            }
            guard
                let phone = scores.phones.indices.min(by: {
                    path[$0 * PhoneScores.statesPerPhone + last] < path[$1 * PhoneScores.statesPerPhone + last]
                })
            else { return [] }
            let state = phone * PhoneScores.statesPerPhone + last
            if path[state] < .infinity {
                ends.append((phone, from[state]))
                best = (path[state], ends.count - 1)
            } else {
                best = (.infinity, -1)
            }
        }
        var phones: [String] = []
        var end = best.end
        while end >= 0 {
            phones.append(scores.phones[ends[end].phone])
            end = ends[end].before
        }
        return phones.reversed().filter { PhoneSet.index[$0] != nil && $0 != "sil" }
    }
}
