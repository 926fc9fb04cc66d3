internal import Core
internal import EspeakWire

/// What espeak-ng made of a clause, on the clock and in the symbols that everything here uses.
struct EspeakUtterance {
    /// The whole clause at 16 kHz, not levelled yet.
    let samples: [Float]
    let pronunciation: Pronunciation

    private struct Segment {
        var symbol: String
        var start: Double
        var end: Double
    }

    /// - Returns: Nil when there is no sound in it.
    init?(_ sound: EspeakSound, clause: Clause) {
        guard let audio = Self.resampled(sound) else { return nil }
        let segments = Self.segments(sound, duration: Double(audio.count) / Double(SpokenText.sampleRate))
        let trim = PauseTrim(
            segments: segments.map { .init(end: $0.end, isPause: $0.symbol == "sil") }, sampleCount: audio.count,
            sampleRate: SpokenText.sampleRate, ending: clause.ending)
        guard let trim else { return nil }
        samples = Array(audio[trim.kept]) + [Float](repeating: 0, count: trim.padding)
        let rate = Double(SpokenText.sampleRate)
        let phones = zip(segments, trim.spans).map { segment, span in
            Phone(symbol: segment.symbol, start: Double(span.lowerBound) / rate, end: Double(span.upperBound) / rate)
        }
        let shift = Double(trim.kept.lowerBound) / rate
        let words = Self.words(sound.events, clause: clause, shift: shift, phones: phones)
        pronunciation = Pronunciation(phones: Self.stressed(phones, words), words: words)
    }

    private static func resampled(_ sound: EspeakSound) -> [Float]? {
        let samples = sound.samples.map { Float($0) / 32768 }
        if sound.sampleRate == SpokenText.sampleRate { return samples }
        guard var resampler = Resampler(from: sound.sampleRate, to: SpokenText.sampleRate, quality: .high) else {
            return nil
        }
        return resampler.push(samples) + resampler.finish()
    }

    /// Contiguous from 0 to `duration`. A phoneme of several sounds gives each an equal share of its time.
    private static func segments(_ sound: EspeakSound, duration: Double) -> [Segment] {
        var starts: [(time: Double, symbols: [String])] = []
        for event in sound.events {
            guard case .phoneme(let name) = event.kind else { continue }
            let time = min(max(Double(event.milliseconds) / 1000, starts.last?.time ?? 0), duration)
            let symbols = IPAPhones.symbols(of: name)
            // A lone length mark or a change of language: what sounds goes on.
            if symbols.isEmpty && !name.isEmpty && !starts.isEmpty && starts.last?.symbols != ["sil"] { continue }
            starts.append((time, symbols.isEmpty ? ["sil"] : symbols))
        }
        var segments: [Segment] = []
        if let first = starts.first, first.time > 0 { segments.append(.init(symbol: "sil", start: 0, end: first.time)) }
        for (index, start) in starts.enumerated() {
            let end = index + 1 < starts.count ? starts[index + 1].time : duration
            guard end > start.time else { continue }
            let share = (end - start.time) / Double(start.symbols.count)
            for (place, symbol) in start.symbols.enumerated() {
                let begin = start.time + share * Double(place)
                if symbol == "sil", segments.last?.symbol == "sil" {
                    segments[segments.count - 1].end = end
                } else {
                    segments.append(.init(symbol: symbol, start: begin, end: begin + share))
                }
            }
        }
        // The rest after the clause belongs to a pause, also where espeak-ng ends with a sound.
        if segments.last?.symbol != "sil" { segments.append(.init(symbol: "sil", start: duration, end: duration)) }
        return segments
    }

    /// Seconds between the beginnings of two words, at least.
    private static let shortestWord = 0.02

    /// One word per written token. Tokens that espeak-ng passes over share the time of the one before.
    private static func words(
        _ events: [EspeakReply.Event], clause: Clause, shift: Double, phones: [Phone]
    ) -> [Word] {
        var starts = [Double?](repeating: nil, count: clause.tokens.count)
        let ends = clause.tokens.reduce(into: [Int]()) {
            $0.append(($0.last.map { $0 + 1 } ?? 0) + $1.spoken.unicodeScalars.count)
        }
        for event in events {
            guard case .word(let first, _) = event.kind, let token = ends.firstIndex(where: { $0 > Int(first) }),
                starts[token] == nil
            else { continue }
            starts[token] = max(0, Double(event.milliseconds) / 1000 - shift)
        }
        let sounds = phones.filter { !$0.isSilence && $0.duration > 0 }
        guard let begin = sounds.first?.start, let end = sounds.last?.end else { return [] }
        // Never backwards, never beyond the last sound, whatever the events say.
        var latest = begin
        for index in starts.indices.dropFirst() {
            guard let start = starts[index] else { continue }
            let isPlausible = start > latest + shortestWord && start < end - shortestWord
            starts[index] = isPlausible ? start : nil
            if isPlausible { latest = start }
        }
        var words: [Word] = []
        var index = 0
        while index < starts.count {
            var next = index + 1
            while next < starts.count, starts[next] == nil { next += 1 }
            let from = index == 0 ? begin : starts[index] ?? begin
            let to = next < starts.count ? starts[next] ?? end : end
            // Within these bounds the word sounds from its first phone to its last.
            let own = sounds.filter { $0.end > from + 1e-6 && $0.start < to - 1e-6 }
            let start = max(own.first?.start ?? from, from)
            let stop = min(own.last?.end ?? to, to)
            let share = (stop - start) / Double(next - index)
            for token in index..<next {
                let place = Double(token - index)
                if clause.tokens[token].isContinuation, !words.isEmpty {
                    words[words.count - 1].end = start + share * (place + 1)
                    words[words.count - 1].endsPhrase = clause.endsPhrase(after: token)
                    continue
                }
                words.append(
                    Word(
                        text: clause.tokens[token].written, start: start + share * place,
                        end: start + share * (place + 1), endsPhrase: clause.endsPhrase(after: token)))
            }
            index = next
        }
        return words
    }

    /// espeak-ng's events tell no stress; it makes stressed vowels the longest of their word.
    private static func stressed(_ phones: [Phone], _ words: [Word]) -> [Phone] {
        var phones = phones
        for word in words {
            let vowels = phones.indices.filter {
                IPAPhones.isVowel(phones[$0].symbol) && phones[$0].start > word.start - 1e-6
                    && phones[$0].start < word.end - 1e-6
            }
            if let longest = vowels.max(by: { phones[$0].duration < phones[$1].duration }) {
                phones[longest].stress = 1
            }
        }
        return phones
    }
}
