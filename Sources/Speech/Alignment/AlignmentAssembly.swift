internal import Core

/// Puts phones, words and confidences together.
struct AlignmentAssembly {
    let located: LocatedWords
    let spans: [StateSpan]
    /// Seconds.
    let duration: Double
    let source: Alignment.Source
    let model: SpeakerModel

    /// A pause this long ends a phrase, in seconds.
    private static let phrasePause = 0.15

    func alignment() -> Alignment {
        let stretches = located.placement.stretches
        let fits = located.placement.wordFits(count: located.transcript.words.count)
        var phones: [Phone] = []
        var words: [Word] = []
        var tokens: [Int] = []
        for (index, span) in spans.enumerated() where span.end > span.start {
            let stretch = stretches[index]
            let start = phones.last?.end ?? 0
            let end = index == spans.count - 1 ? duration : Double(span.end) / Cepstra.rowsPerSecond
            let own = Fit.confidence(stretch.fit)
            let whole = stretch.word.flatMap { fits[$0] }.map(Fit.confidence) ?? own
            phones.append(
                Phone(
                    symbol: stretch.sound.symbol, start: start, end: end, stress: stretch.sound.stress,
                    confidence: 0.3 * own + 0.7 * whole))
            guard let spoken = stretch.word else {
                if end - start >= Self.phrasePause, !words.isEmpty { words[words.count - 1].endsPhrase = true }
                continue
            }
            let token = located.transcript.words[spoken].token
            if located.transcript.tokens[token].text.isEmpty { continue }
            if tokens.last == token {
                words[words.count - 1].end = end
            } else {
                let written = located.transcript.tokens[token]
                words.append(Word(text: written.text, start: start, end: end, endsPhrase: written.endsPhrase))
                tokens.append(token)
            }
        }
        if let last = phones.indices.last { phones[last].end = duration }
        return Alignment(
            pronunciation: Pronunciation(phones: phones, words: words), source: source,
            confidence: located.confidence, unalignedSpans: located.unaligned, closuresConfirmed: nil,
            lagSeconds: nil, model: model)
    }
}
