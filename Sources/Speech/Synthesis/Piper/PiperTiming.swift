internal import Core

/// Phones and words of a clause out of the durations that a Piper model gave its phonemes.
struct PiperTiming {
    private struct Sound {
        var symbol: String
        var start: Double
        var end: Double
    }

    /// Seconds of each phoneme (one Unicode scalar of IPA).
    private let spans: [Range<Double>]?
    private let scalars: [Unicode.Scalar]

    /// - Parameters:
    ///   - phonemes: For each id the scalar it belongs to.
    ///   - frames: Of each id; empty when the model does not tell.
    ///   - hop: Samples of a frame.
    init(scalars: [Unicode.Scalar], phonemes: [Int?], frames: [Float], hop: Int) {
        self.scalars = scalars
        guard frames.count == phonemes.count else {
            spans = nil
            return
        }
        var spans = [Range<Double>](repeating: 0..<0, count: scalars.count)
        var (time, last) = (0.0, -1)
        for (frame, phoneme) in zip(frames, phonemes) {
            let end = time + Double(max(frame, 0)) * Double(hop)
            if let phoneme {
                if phoneme > last + 1 { for missed in (last + 1)..<phoneme { spans[missed] = time..<time } }
                spans[phoneme] = (phoneme == last ? spans[phoneme].lowerBound : time)..<end
                last = phoneme
            }
            time = end
        }
        for missed in (last + 1)..<max(scalars.count, last + 1) { spans[missed] = time..<time }
        self.spans = spans
    }

    /// With silence at its ends cut, at about −20 LUFS; nil when nothing sounds.
    func utterance(_ samples: [Float], sampleRate: Int, clause: Clause) -> Utterance? {
        let rate = Double(sampleRate)
        let duration = Double(samples.count) / rate
        let sounds = sounds(rate: rate)
        let segments = segments(of: sounds, duration: duration)
        let trim = PauseTrim(
            segments: segments.map { .init(end: $0.end, isPause: $0.symbol == "sil") }, sampleCount: samples.count,
            sampleRate: sampleRate, ending: clause.ending)
        guard let trim else { return nil }
        let kept = Array(samples[trim.kept]) + [Float](repeating: 0, count: trim.padding)
        let shift = Double(trim.kept.lowerBound) / rate
        let phones = zip(segments, trim.spans).map { segment, span in
            Phone(symbol: segment.symbol, start: Double(span.lowerBound) / rate, end: Double(span.upperBound) / rate)
        }
        return Utterance(
            audio: LoudnessMeter.leveled(AudioClip(samples: kept, sampleRate: sampleRate)),
            pronunciation: Pronunciation(
                phones: phones, words: words(of: clause, shift: shift, phones: phones, rate: rate)))
    }

    /// A length or stress mark lengthens the sound before it.
    private func sounds(rate: Double) -> [Sound] {
        guard let spans else { return [] }
        var sounds: [Sound] = []
        for (scalar, span) in zip(scalars, spans) where span.upperBound > span.lowerBound {
            let (start, end) = (span.lowerBound / rate, span.upperBound / rate)
            if let symbol = IPAPhones.symbols(of: String(scalar)).first {
                sounds.append(Sound(symbol: symbol, start: start, end: end))
            } else if scalar.properties.isWhitespace || ",.;:!?".unicodeScalars.contains(scalar), end - start > 0.06 {
                sounds.append(Sound(symbol: "sil", start: start, end: end))
            } else if !sounds.isEmpty {
                sounds[sounds.count - 1].end = end
            }
        }
        return sounds
    }

    /// Contiguous from 0 to `duration`; without times, one sound throughout.
    private func segments(of sounds: [Sound], duration: Double) -> [Sound] {
        guard let first = sounds.first else { return [Sound(symbol: "ax", start: 0, end: duration)] }
        var segments: [Sound] = first.start > 0 ? [Sound(symbol: "sil", start: 0, end: first.start)] : []
        for sound in sounds where min(sound.end, duration) > (segments.last?.end ?? 0) {
            segments.append(Sound(symbol: sound.symbol, start: segments.last?.end ?? 0, end: min(sound.end, duration)))
        }
        segments.append(Sound(symbol: "sil", start: segments.last?.end ?? 0, end: duration))
        return segments
    }

    /// espeak-ng may join or part words: where their number is another, the clause's time is shared by letters.
    private func words(of clause: Clause, shift: Double, phones: [Phone], rate: Double) -> [Word] {
        let sounding = phones.filter { !$0.isSilence && $0.duration > 0 }
        guard let begin = sounding.first?.start, let end = sounding.last?.end else { return [] }
        let starts = spokenStarts(shift: shift, rate: rate).filter { $0 < end }
        let letters = clause.tokens.map { Double(max($0.spoken.count, 1)) }
        let total = letters.reduce(0, +)
        var words: [Word] = []
        var said = 0.0
        for (index, token) in clause.tokens.enumerated() {
            let isKnown = starts.count == clause.tokens.count
            let start = isKnown ? max(starts[index], begin) : begin + (end - begin) * said / total
            said += letters[index]
            let stop =
                isKnown ? (index + 1 < starts.count ? starts[index + 1] : end) : begin + (end - begin) * said / total
            if token.isContinuation, !words.isEmpty {
                words[words.count - 1].end = stop
                words[words.count - 1].endsPhrase = clause.endsPhrase(after: index)
            } else {
                words.append(
                    Word(text: token.written, start: start, end: stop, endsPhrase: clause.endsPhrase(after: index)))
            }
        }
        return words
    }

    private func spokenStarts(shift: Double, rate: Double) -> [Double] {
        guard let spans else { return [] }
        var starts: [Double] = []
        var isInside = false
        for (scalar, span) in zip(scalars, spans) {
            if scalar.properties.isWhitespace {
                isInside = false
            } else if !isInside, !",.;:!?".unicodeScalars.contains(scalar) {
                starts.append(max(span.lowerBound / rate - shift, 0))
                isInside = true
            }
        }
        return starts
    }
}
