internal import Core
internal import Foundation

/// Finds the phones of a known text in running sound: the best way through them (Viterbi) over what the viseme network
/// hears, 100 times a second, decided ``lag`` seconds after they were said.
struct SpeechAligner: ~Copyable {
    private struct State {
        /// Index of the phone in `phones`; pauses between words have their own.
        var phone: Int
        var isLast: Bool
        /// The next state may be passed over: it begins a pause.
        var skipsPause: Bool
    }

    private var stream: VisemeStream
    private let phones: [Phone]
    private let words: [(word: Word, phones: Range<Int>)]
    private let states: [State]
    private var costs: [Float] = []
    /// From which state each state was reached, by frame.
    private var origins: [[UInt16]] = []
    /// Frame in which each decided phone begins.
    private var beginnings: [Int] = []
    /// Frames when the last decision was made.
    private var looked = 0
    private var isFinished = false
    private var heard: [VisemePosterior] = []
    /// Natural logarithms of the likelihood of what was decided to be sounds.
    private var evidence: (sum: Float, frames: Int) = (0, 0)

    /// Seconds that the decision waits for what follows: longer than most sounds, so that a wrong turn is seen.
    static let lag = 0.25
    /// More phones are not aligned.
    static let mostPhones = 4_000
    /// Fewer frames of sounds prove nothing.
    private static let fewFrames = 40
    /// Measured with flite's voices: the text's own sound has −0.9 or more, another text's −1.5 or less.
    private static let leastEvidence: Float = -1.3
    /// Frames between decisions, at least.
    private static let often = 5
    private static let rate = Double(VisemeNetwork.rate)
    /// A voice may be three times as fast as expected.
    private static let fastest = 0.33
    /// Price of a hundredth of a second beyond the shortest, nats: longer sounds stay possible.
    private static let stay: Float = 0.08
    /// What the network never quite excludes.
    private static let floor: Float = 0.02

    init(expected: Pronunciation, sampleRate: Int) {
        stream = VisemeStream(sampleRate: sampleRate)
        let sounding = expected.phones.filter { !$0.isSilence && $0.duration > 0 }.prefix(Self.mostPhones)
        var phones = [Phone(symbol: "sil", start: 0, end: 0)]
        var words: [(word: Word, phones: Range<Int>)] = []
        var rest = sounding[...]
        for word in expected.words {
            let own = rest.prefix { ($0.start + $0.end) / 2 < word.end }
            rest = rest.dropFirst(own.count)
            guard !own.isEmpty else { continue }
            words.append((word, phones.count..<(phones.count + own.count)))
            phones += own
            phones.append(Phone(symbol: "sil", start: 0, end: 0))
        }
        phones += rest
        self.phones = phones
        self.words = words
        var states: [State] = []
        for (index, phone) in phones.enumerated() {
            let frames = phone.isSilence ? 1 : min(max(Int(phone.duration * Self.rate * Self.fastest), 1), 8)
            for frame in 0..<frames {
                let isLast = frame == frames - 1
                let skips = isLast && index + 2 < phones.count && phones[index + 1].isSilence
                states.append(State(phone: index, isLast: isLast, skipsPause: skips))
            }
        }
        self.states = states
    }

    mutating func push(_ samples: [Float]) {
        for posterior in stream.push(samples) { step(posterior) }
        guard origins.count >= looked + Self.often else { return }
        looked = origins.count
        decide(before: origins.count - Int(Self.lag * Self.rate))
    }

    mutating func finish() {
        for posterior in stream.finish() { step(posterior) }
        isFinished = true
        decide(before: origins.count)
    }

    /// Until when all phones are decided, seconds.
    var knownSeconds: Double {
        isFinished ? Double(origins.count) / Self.rate : Double(beginnings.last ?? 0) / Self.rate
    }

    /// Whether what was heard can be this text.
    var isPlausible: Bool {
        evidence.frames < Self.fewFrames || evidence.sum / Float(evidence.frames) > Self.leastEvidence
    }

    /// Decided phones from the beginning, and the words all of whose phones are.
    var pronunciation: Pronunciation {
        let end = isFinished ? origins.count : beginnings.last ?? 0
        let known = isFinished ? beginnings.count : max(beginnings.count - 1, 0)
        func time(_ index: Int) -> Double {
            Double(index < beginnings.count ? beginnings[index] : end) / Self.rate
        }
        var found = Pronunciation(phones: [], words: [])
        for index in 0..<known where time(index + 1) > time(index) {
            found.phones.append(
                Phone(
                    symbol: phones[index].symbol, start: time(index), end: time(index + 1),
                    stress: phones[index].stress, confidence: 0.8))
        }
        for (word, range) in words where range.upperBound <= known {
            found.words.append(
                Word(
                    text: word.text, start: time(range.lowerBound), end: time(range.upperBound),
                    endsPhrase: word.endsPhrase))
        }
        return found
    }

    // MARK: Search

    private mutating func step(_ posterior: VisemePosterior) {
        let isFirst = costs.isEmpty
        var next = [Float](repeating: -.infinity, count: states.count)
        var origin = [UInt16](repeating: 0, count: states.count)
        var likelihoods: [Float?] = Array(repeating: nil, count: phones.count)
        for (index, state) in states.enumerated() {
            var (best, from): (Float, Int) = (-.infinity, index)
            if isFirst {
                // The leading pause, or the first sound.
                if index == 0 || state.phone == 1 && states[index - 1].phone == 0 { best = 0 }
            } else {
                let isPause = phones[state.phone].isSilence
                if state.isLast || isPause { best = costs[index] - (isPause ? 0 : Self.stay) }
                if index > 0, costs[index - 1] > best,
                    states[index - 1].phone == state.phone || states[index - 1].isLast
                {
                    (best, from) = (costs[index - 1], index - 1)
                }
                // Past a pause between words.
                if index > 1, states[index - 2].skipsPause, states[index - 1].phone == states[index - 2].phone + 1,
                    state.phone == states[index - 1].phone + 1, costs[index - 2] > best
                {
                    (best, from) = (costs[index - 2], index - 2)
                }
            }
            guard best > -.infinity else { continue }
            let likelihood = likelihoods[state.phone] ?? Self.likelihood(of: phones[state.phone].symbol, posterior)
            likelihoods[state.phone] = likelihood
            next[index] = best + likelihood
            origin[index] = UInt16(from)
        }
        costs = next
        origins.append(origin)
        heard.append(posterior)
    }

    /// Natural logarithm.
    private static func likelihood(of symbol: String, _ posterior: VisemePosterior) -> Float {
        var best: Float = 0
        for viseme in visemes[symbol] ?? [.aa] { best = max(best, posterior.visemes[viseme.rawValue]) }
        if symbol == "p" || symbol == "b" || symbol == "m" { best = max(best, posterior.closure) }
        return log(max(best, floor))
    }

    /// Follows the best way back and keeps what lies before `frame`; what was decided stays.
    private mutating func decide(before frame: Int) {
        guard frame > 0, frame <= origins.count, !costs.isEmpty else { return }
        let lastStates = states.indices.suffix(isFinished ? 2 : states.count)
        guard var state = lastStates.max(by: { costs[$0] < costs[$1] }) else { return }
        if costs[state] == -.infinity { state = states.indices.max { costs[$0] < costs[$1] } ?? state }
        var begins = [Int?](repeating: nil, count: phones.count)
        evidence = (0, 0)
        for index in origins.indices.reversed() {
            let phone = states[state].phone
            begins[phone] = index
            if !phones[phone].isSilence {
                evidence.sum += Self.likelihood(of: phones[phone].symbol, heard[index])
                evidence.frames += 1
            }
            state = Int(origins[index][state])
        }
        // Passed-over pauses take no time: they begin with what follows.
        var all: [Int] = []
        var next = origins.count
        for phone in phones.indices.reversed() {
            next = begins[phone] ?? next
            all.append(next)
        }
        all.reverse()
        if all.isEmpty { return }
        all[0] = 0
        var latest = beginnings.last ?? 0
        for phone in beginnings.count..<all.count {
            guard all[phone] < frame || isFinished else { break }
            latest = max(latest, all[phone])
            beginnings.append(latest)
        }
    }

    /// Mouth shapes of each phone; a diphthong has two.
    private static let visemes: [String: [Viseme]] = [
        "sil": [.sil], "p": [.pp], "b": [.pp], "m": [.pp], "f": [.ff], "v": [.ff], "th": [.th], "dh": [.th],
        "t": [.dd], "d": [.dd], "dx": [.dd], "k": [.kk], "g": [.kk], "ng": [.kk, .nn], "hh": [.kk, .aa],
        "ch": [.ch], "jh": [.ch], "sh": [.ch], "zh": [.ch], "s": [.ss], "z": [.ss], "n": [.nn], "l": [.nn],
        "r": [.rr], "er": [.rr], "y": [.i], "w": [.u], "aa": [.aa], "ae": [.aa], "ah": [.aa], "ax": [.aa, .e],
        "ay": [.aa, .i], "aw": [.aa, .o, .u], "eh": [.e], "ey": [.e, .i], "ih": [.i], "ix": [.i], "iy": [.i],
        "ao": [.o], "ow": [.o, .u], "oy": [.o, .i], "uh": [.u], "uw": [.u],
    ]
}
