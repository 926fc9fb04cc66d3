internal import Core

/// Phones out of the times of characters: each word's expected phones are spread over the word's characters' time.
struct CharacterTiming: Sendable {
    private let expected: Pronunciation
    /// Of the text that was sent, one per word of `expected`: characters without white space.
    private let wordLengths: [Int]
    /// Times of the characters that are not white space, in order.
    private var times: [(start: Double, end: Double)] = []

    /// - Returns: Nil when the words that are sent are not those expected, one to one.
    init?(expected: Pronunciation, spoken: String) {
        let sent = spoken.split(whereSeparator: \.isWhitespace).map(\.count)
        let written = expected.words.map { $0.text.split(whereSeparator: \.isWhitespace).count }
        // A written phrase may have been read as one word.
        guard written.reduce(0, +) == sent.count else { return nil }
        self.expected = expected
        var lengths: [Int] = []
        var index = 0
        for count in written {
            lengths.append(sent[index..<(index + count)].reduce(0, +))
            index += count
        }
        wordLengths = lengths
    }

    /// - Parameter cut: Seconds of silence that were left out before the sound.
    mutating func add(_ characters: [ProvidedSound.Character], cut: Double) {
        for character in characters where !character.text.allSatisfy(\.isWhitespace) {
            let start = max(character.start - cut, times.last?.start ?? 0)
            times.append((start, max(character.end - cut, start)))
        }
    }

    /// Until when all that is said is known: the end of the last complete word.
    var knownSeconds: Double {
        var (count, known) = (0, 0.0)
        for length in wordLengths {
            count += length
            guard count <= times.count, length > 0 else { break }
            known = times[count - 1].end
        }
        return known
    }

    func pronunciation(isFinal: Bool) -> Pronunciation {
        var found = Pronunciation(phones: [], words: [])
        var first = 0
        for (word, length) in zip(expected.words, wordLengths) {
            guard first < times.count, length > 0, isFinal || first + length <= times.count else { break }
            let last = min(first + length, times.count) - 1
            let (start, end) = (times[first].start, times[last].end)
            first += length
            let sounds = expected.phones.filter {
                !$0.isSilence && ($0.start + $0.end) / 2 > word.start && ($0.start + $0.end) / 2 < word.end
            }
            found.words.append(Word(text: word.text, start: start, end: end, endsPhrase: word.endsPhrase))
            let total = sounds.reduce(0) { $0 + $1.duration }
            guard total > 0, end > start else { continue }
            var time = start
            for sound in sounds {
                let stop = time + sound.duration / total * (end - start)
                found.phones.append(
                    Phone(symbol: sound.symbol, start: time, end: stop, stress: sound.stress, confidence: 0.7))
                time = stop
            }
        }
        return found
    }
}
