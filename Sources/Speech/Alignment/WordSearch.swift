/// Stage A: where each word and phone of a transcript lies, by the speaker-independent model (10 ms steps).
///
/// A Viterbi search without pruning over one graph: every pronunciation of a word is a parallel path; between words
/// may lie silence, or speech that is in no word (a filler as likely as the best sound less a fixed price); a word may
/// be left out at a price.
struct WordSearch {
    /// One stretch of the best path.
    struct Placed: Equatable {
        enum Kind: Equatable {
            case phone(word: Int, variant: Int, position: Int)
            case silence
            /// Speech that the transcript lacks.
            case extra
        }
        var kind: Kind
        var frames: Range<Int>
        /// Mean cost per frame of this path over the best sound of any kind.
        var cost: Float
    }

    /// Prices in the units of `PhoneScores`; measured on synthetic voices, clean and at 15 dB.
    enum Price {
        static let silence: Float = 20
        static let extraEntry: Float = 300
        static let extraPerFrame: Float = 50
        static let omission: Float = 700
    }

    let words: [SpokenWord]
    let scores: PhoneScores

    private static let silenceState = 0
    private static let extraState = 1
    private static let perBoundary = 2

    /// - Returns: the best path in time order without gaps; empty when the text is longer than the audio can hold.
    /// - Throws: `cancelled`, asked once per second of audio.
    /// - Complexity: O(frames × phones) time; one bit of memory per frame and state.
    func path(isCancelled: () -> Bool = { false }) throws(AlignmentError) -> [Placed] {
        let graph = Graph(words, phones: scores.phones)
        let states = graph.emissions.count
        let boundaries = words.count + 1
        let width = scores.width
        let noises = ["sil", "+nsn+"].compactMap { scores.phones.firstIndex(of: $0) }
            .flatMap { phone in (0..<PhoneScores.statesPerPhone).map { phone * PhoneScores.statesPerPhone + $0 } }

        var path = [Float](repeating: .infinity, count: states)
        // Silence and extra speech at each boundary.
        var idle = [Float](repeating: .infinity, count: boundaries * Self.perBoundary)
        var boundary = [Float](repeating: .infinity, count: boundaries)
        let stride = (states + idle.count + 63) / 64
        var advanced = [UInt64](repeating: 0, count: scores.frames * stride)
        // How each boundary was reached at each frame: a variant's end, or one of these.
        var reached = [UInt8](repeating: Arrival.none, count: (scores.frames + 1) * boundaries)

        func reach(_ frame: Int) {
            for index in 0..<boundaries {
                var best = Float.infinity
                var arrival = Arrival.none
                if index == 0, frame == 0 { (best, arrival) = (0, Arrival.start) }
                if index > 0 {
                    for (variant, last) in graph.lasts[index - 1].enumerated() where path[last] < best {
                        (best, arrival) = (path[last], UInt8(variant))
                    }
                    let skipped = boundary[index - 1] + Price.omission
                    if skipped < best { (best, arrival) = (skipped, Arrival.omission) }
                }
                for kind in 0..<Self.perBoundary where idle[index * Self.perBoundary + kind] < best {
                    (best, arrival) = (
                        idle[index * Self.perBoundary + kind], kind == 0 ? Arrival.silence : Arrival.extra
                    )
                }
                boundary[index] = best
                reached[frame * boundaries + index] = arrival
            }
        }

        reach(0)
        for frame in 0..<scores.frames {
            if frame % 100 == 0, isCancelled() { throw .cancelled }
            scores.costs.withUnsafeBufferPointer { costs in
                advanced.withUnsafeMutableBufferPointer { advanced in
                    path.withUnsafeMutableBufferPointer { path in
                        graph.emissions.withUnsafeBufferPointer { emissions in
                            graph.entries.withUnsafeBufferPointer { entries in
                                for state in Swift.stride(from: states - 1, through: 0, by: -1) {
                                    let entry = entries[state]
                                    let before = entry >= 0 ? boundary[Int(entry)] : path[state - 1]
                                    var best = path[state]
                                    if before < best {
                                        best = before
                                        advanced[frame * stride + state >> 6] |= 1 << UInt64(state & 63)
                                    }
                                    path[state] = best + Float(costs[frame * width + Int(emissions[state])])
                                }
                            }
                        }
                    }
                    var quiet = Float.infinity
                    for state in noises { quiet = min(quiet, Float(costs[frame * width + state])) }
                    for index in 0..<boundaries {
                        for kind in 0..<Self.perBoundary {
                            let slot = index * Self.perBoundary + kind
                            let entered = boundary[index] + (kind == 0 ? Price.silence : Price.extraEntry)
                            var best = idle[slot]
                            if entered < best {
                                best = entered
                                let bit = states + slot
                                advanced[frame * stride + bit >> 6] |= 1 << UInt64(bit & 63)
                            }
                            idle[slot] = best + (kind == 0 ? quiet : Price.extraPerFrame)
                        }
                    }
                }
            }
            reach(frame + 1)
        }
        guard boundary[words.count] < .infinity else { return [] }
        return trace(graph, advanced: advanced, stride: stride, reached: reached)
    }

    private func trace(_ graph: Graph, advanced: [UInt64], stride: Int, reached: [UInt8]) -> [Placed] {
        let states = graph.emissions.count
        let boundaries = words.count + 1
        func entered(_ bit: Int, at frame: Int) -> Bool {
            advanced[frame * stride + bit >> 6] >> UInt64(bit & 63) & 1 == 1
        }
        var placed: [Placed] = []
        var (frame, index) = (scores.frames, words.count)
        while true {
            let arrival = reached[frame * boundaries + index]
            switch arrival {
            case Arrival.start, Arrival.none:
                return placed.reversed()
            case Arrival.omission:
                index -= 1
            case Arrival.silence, Arrival.extra:
                let kind = arrival == Arrival.silence ? 0 : 1
                let end = frame
                frame -= 1
                while frame > 0, !entered(states + index * Self.perBoundary + kind, at: frame) { frame -= 1 }
                let frames = frame..<end
                placed.append(
                    Placed(
                        kind: kind == 0 ? .silence : .extra, frames: frames,
                        cost: kind == 0 ? quiet(frames) : Price.extraPerFrame))
            default:
                let variant = Int(arrival)
                var state = graph.lasts[index - 1][variant]
                for position in words[index - 1].variants[variant].indices.reversed() {
                    let end = frame
                    var sum: Float = 0
                    for part in (0..<PhoneScores.statesPerPhone).reversed() {
                        var last = false
                        while !last {
                            frame -= 1
                            sum += Float(scores.costs[frame * scores.width + Int(graph.emissions[state])])
                            last = entered(state, at: frame)
                        }
                        if part > 0 || position > 0 { state -= 1 }
                    }
                    placed.append(
                        Placed(
                            kind: .phone(word: index - 1, variant: variant, position: position), frames: frame..<end,
                            cost: sum / Float(end - frame)))
                }
                index -= 1
            }
        }
    }

    private func quiet(_ frames: Range<Int>) -> Float {
        guard let silence = scores.phones.firstIndex(of: "sil"), !frames.isEmpty else { return 0 }
        let first = silence * PhoneScores.statesPerPhone
        let sum = frames.reduce(Float(0)) { sum, frame in
            sum
                + Float(
                    (first..<first + PhoneScores.statesPerPhone).map { scores.costs[frame * scores.width + $0] }.min()
                        ?? 0)
        }
        return sum / Float(frames.count)
    }

    private enum Arrival {
        static let none: UInt8 = 255
        static let start: UInt8 = 254
        static let omission: UInt8 = 253
        static let silence: UInt8 = 252
        static let extra: UInt8 = 251
    }

    /// States in a row, each word's variants one after the other.
    private struct Graph {
        /// Column of `PhoneScores.costs` of each state.
        var emissions: [Int32] = []
        /// Boundary a state is entered from, or −1 when from the state before it.
        var entries: [Int32] = []
        /// Last state of each variant of each word.
        var lasts: [[Int]] = []

        init(_ words: [SpokenWord], phones: [String]) {
            let columns = Dictionary(uniqueKeysWithValues: phones.enumerated().map { ($1, $0) })
            for (index, word) in words.enumerated() {
                var ends: [Int] = []
                for sounds in word.variants {
                    for (position, sound) in sounds.enumerated() {
                        let phone = columns[sound.symbol == "ax" ? "ah" : sound.symbol] ?? 0
                        for state in 0..<PhoneScores.statesPerPhone {
                            entries.append(position == 0 && state == 0 ? Int32(index) : -1)
                            emissions.append(Int32(phone * PhoneScores.statesPerPhone + state))
                        }
                    }
                    ends.append(emissions.count - 1)
                }
                lasts.append(ends)
            }
        }
    }
}
