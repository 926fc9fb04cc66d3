internal import Core

/// Finds when each phone of a provider's running sound is said, and gives sound out as far as that is known.
struct ProvidedLips: Sendable {
    struct Part {
        var samples: [Float]
        /// On the text's clock; nil when the sound alone tells the lips.
        var pronunciation: Pronunciation?
    }

    private enum Way {
        case characters(CharacterTiming)
        case heard(Box<SpeechAligner>)
        case nothing
    }

    private let expected: Pronunciation?
    private let spoken: String
    private let sampleRate: Int
    private var way: Way?
    private var pending: [Float] = []
    private var given = 0
    private var phones: [Phone] = []
    private var wordsGiven = 0

    /// Seconds of one part, at least, but at the end.
    private static let shortest = 0.2
    /// Seconds; shorter than any phone.
    private static let sliver = 0.001

    init(expected: Pronunciation?, spoken: String, sampleRate: Int) {
        (self.expected, self.spoken, self.sampleRate) = (expected, spoken, sampleRate)
    }

    /// - Parameter cut: Seconds left out before the first sample.
    mutating func push(_ samples: [Float], characters: [ProvidedSound.Character], cut: Double) -> Part? {
        if way == nil, !samples.isEmpty || !characters.isEmpty { way = choose(tellsCharacters: !characters.isEmpty) }
        pending += samples
        switch way {
        case .characters(var timing):
            timing.add(characters, cut: cut)
            way = .characters(timing)
            return part(until: timing.knownSeconds, of: timing.pronunciation(isFinal: false))
        case .heard(let aligner):
            aligner.value.push(samples)
            guard aligner.value.isPlausible else {
                way = .nothing
                return push([], characters: [], cut: cut)
            }
            return part(until: aligner.value.knownSeconds, of: aligner.value.pronunciation)
        case .nothing:
            defer {
                given += pending.count
                pending = []
            }
            return pending.isEmpty ? nil : Part(samples: pending, pronunciation: nil)
        case nil: return nil
        }
    }

    mutating func finish(_ samples: [Float]) -> Part? {
        pending += samples
        defer { pending = [] }
        let end = Double(given + pending.count) / Double(sampleRate)
        switch way {
        case .characters(let timing):
            return Part(
                samples: pending, pronunciation: fresh(timing.pronunciation(isFinal: true), until: end, isFinal: true))
        case .heard(let aligner):
            aligner.value.push(samples)
            aligner.value.finish()
            let isPlausible = aligner.value.isPlausible
            let whole = fresh(aligner.value.pronunciation, until: end, isFinal: true)
            return Part(samples: pending, pronunciation: isPlausible || given > 0 ? whole : nil)
        case .nothing, nil: return Part(samples: pending, pronunciation: nil)
        }
    }

    private func choose(tellsCharacters: Bool) -> Way {
        guard let expected, expected.phones.contains(where: { !$0.isSilence }) else { return .nothing }
        if tellsCharacters, let timing = CharacterTiming(expected: expected, spoken: spoken) {
            return .characters(timing)
        }
        return .heard(Box(SpeechAligner(expected: expected, sampleRate: sampleRate)))
    }

    private mutating func part(until seconds: Double, of known: Pronunciation) -> Part? {
        // Whole phones, as far as there is sound.
        let there = min(seconds, Double(given + pending.count) / Double(sampleRate)) + Self.sliver
        let whole = known.phones.last { $0.end <= there }?.end ?? 0
        let end = min(Int((whole * Double(sampleRate)).rounded()), given + pending.count)
        guard end - given >= Int(Self.shortest * Double(sampleRate)) else { return nil }
        let samples = Array(pending.prefix(end - given))
        let until = Double(end) / Double(sampleRate)
        let part = Part(samples: samples, pronunciation: fresh(known, until: until, isFinal: false))
        pending.removeFirst(samples.count)
        given = end
        return part
    }

    /// What lies between the sound given before and `seconds`: phones without gaps, words by their beginning.
    private mutating func fresh(_ known: Pronunciation, until seconds: Double, isFinal: Bool) -> Pronunciation {
        let from = Double(given) / Double(sampleRate)
        var fresh: [Phone] = []
        var end = from
        // Samples and phones need not end at the same instant.
        for phone in known.phones where phone.end > from + Self.sliver && phone.start < seconds - Self.sliver {
            var phone = phone
            phone.start = phone.start < end + Self.sliver ? end : phone.start
            phone.end = phone.end > seconds - Self.sliver ? seconds : phone.end
            if phone.start > end { fresh.append(Phone(symbol: "sil", start: end, end: phone.start)) }
            guard phone.end > phone.start else { continue }
            fresh.append(phone)
            end = phone.end
        }
        if seconds > end { fresh.append(Phone(symbol: "sil", start: end, end: seconds)) }
        let words = known.words.dropFirst(wordsGiven).prefix { isFinal || $0.end <= seconds + 1e-6 }
        wordsGiven += words.count
        return Pronunciation(phones: fresh, words: Array(words))
    }
}

/// Lets a value that cannot be copied lie in an enumeration; one task at a time.
private final class Box<Value: ~Copyable>: @unchecked Sendable {
    var value: Value
    init(_ value: consuming Value) { self.value = value }
}
