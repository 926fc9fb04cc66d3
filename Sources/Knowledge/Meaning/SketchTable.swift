/// ``SignSketch``es of all passages' sentences and who may look at each passage, in a few long arrays. A value.
struct SketchTable {
    /// Numbers of a vector.
    let length: Int
    /// Sentences, of which a sketch is 48 bytes for 384 numbers.
    let capacity: Int
    private let width: Int

    private var passages: [Int64] = []
    /// Where the sketches of each passage begin in ``words``, and where the last one's end.
    private var starts = [0]
    private var words: [UInt64] = []
    /// Of each passage: ``everybody``, or the number of a persona in ``personas``.
    private var owners: [Int32] = []
    private var personas: [String: Int32] = [:]
    private var known: Set<Int64> = []
    /// Passages below have made way.
    private var floor = Int64.min

    private static let everybody: Int32 = -1

    init(length: Int, capacity: Int) {
        (self.length, self.capacity) = (length, capacity)
        width = SignSketch.width(length)
    }

    /// Passages.
    var count: Int { passages.count }
    /// Of all passages.
    var sentences: Int { width > 0 ? words.count / width : 0 }

    /// Nothing when the passage is there already. When there are more than ``capacity`` sentences, those of the oldest
    /// documents make way, an eighth of them at once, and do not come back.
    ///
    /// - Parameters:
    ///   - sketches: As ``SignSketch`` makes them; empty for a passage that is found by its words alone.
    ///   - persona: Nil for everybody's.
    mutating func add(_ passage: Int64, _ sketches: [UInt64], persona: String?) {
        guard passage >= floor, !sketches.isEmpty, known.insert(passage).inserted else { return }
        passages.append(passage)
        words += sketches
        starts.append(words.count)
        owners.append(persona.map { number(of: $0) } ?? Self.everybody)
        if sentences > capacity { makeWay() }
    }

    /// Forgets passages that are gone.
    mutating func keep(where isThere: (Int64) -> Bool) {
        let places = passages.indices.filter { isThere(passages[$0]) }
        guard places.count < passages.count else { return }
        var kept = SketchTable(length: length, capacity: capacity)
        (kept.personas, kept.floor) = (personas, floor)
        kept.words.reserveCapacity(words.count)
        for place in places {
            kept.passages.append(passages[place])
            kept.words += words[starts[place]..<starts[place + 1]]
            kept.starts.append(kept.words.count)
            kept.owners.append(owners[place])
        }
        kept.known = Set(kept.passages)
        self = kept
    }

    /// Passages a persona may look at whose nearest sentence has most signs in common with a question; without order.
    /// All of them where there are no more than `limit`.
    func nearest(to sketch: [UInt64], persona: String, limit: Int) -> [Int64] {
        guard sketch.count == width, width > 0, limit > 0 else { return [] }
        let persona = personas[persona] ?? Self.everybody
        // For each distance, how many passages have it; so nothing is sorted.
        var counts = [Int](repeating: 0, count: width * 64 + 1)
        let distances = distances(to: sketch) { $0 == Self.everybody || $0 == persona }
        for distance in distances where distance != UInt16.max { counts[Int(distance)] += 1 }
        var (farthest, nearer) = (0, 0)
        while farthest < counts.count - 1, nearer + counts[farthest] <= limit {
            nearer += counts[farthest]
            farthest += 1
        }
        // Of those that are equally far, as many as there is room for.
        var room = limit - nearer
        return zip(passages, distances).compactMap { passage, distance in
            if distance < farthest { return passage }
            guard distance == farthest, room > 0 else { return nil }
            room -= 1
            return passage
        }
    }

    /// Of each passage's nearest sentence; `UInt16.max` for those that are not to be seen.
    private func distances(to sketch: [UInt64], _ isVisible: (Int32) -> Bool) -> [UInt16] {
        [UInt16](unsafeUninitializedCapacity: passages.count) { distances, count in
            count = passages.count
            sketch.withUnsafeBufferPointer { sketch in
                words.withUnsafeBufferPointer { words in
                    guard let one = sketch.baseAddress, let others = words.baseAddress else { return }
                    for place in 0..<count {
                        distances[place] = .max
                        guard isVisible(owners[place]) else { continue }
                        let (start, end) = (starts[place], starts[place + 1])
                        distances[place] = UInt16(
                            SignSketch.distance(one, others + start, count: (end - start) / width, width: width))
                    }
                }
            }
        }
    }

    private mutating func makeWay() {
        var left = sentences
        var lowest = Int64.min
        for place in passages.indices.sorted(by: { passages[$0] < passages[$1] }) where left > capacity / 8 * 7 {
            left -= (starts[place + 1] - starts[place]) / width
            lowest = passages[place] + 1
        }
        floor = lowest
        keep { $0 >= lowest }
    }

    private mutating func number(of persona: String) -> Int32 {
        if let number = personas[persona] { return number }
        let number = Int32(personas.count)
        personas[persona] = number
        return number
    }
}
