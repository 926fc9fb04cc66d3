/// A text made safe for an engine, token by token, as far as somebody reads: the work for the first clause does not
/// grow with the text.
///
/// Tags, emoji, symbols without a name and control characters are dropped. Tokens remember how they were written, for
/// captions.
struct SpeakableText: Sequence, Sendable {
    /// One run of the written text between white space, and what is given to the engine for it.
    struct Token: Equatable, Sendable {
        var written: String
        /// Without white space, never empty, at least one letter or digit.
        var spoken: String
        /// Whether the run's first letter is a small one, as written.
        var isLowercase: Bool
        /// One of several words that are said for one written run, but not the first; `written` is empty.
        var isContinuation = false
        /// Of the run in the source.
        var start: String.Index
        /// Where the next token's run begins: the unspoken characters between belong to this one.
        var end: String.Index
    }

    let text: String
    let spelling: Spelling
    let reading: Reading

    /// Unicode scalars; more than an hour of speech.
    static let standardLimit = 50_000
    /// Characters. An engine's search for a pronunciation grows with the word's length; no word is longer, and
    /// scripts without spaces are cut here.
    static let longestToken = 40

    /// - Throws: `SpeechError.textTooLong` and `.nothingSpeakable`.
    /// - Complexity: Linear only in counting the text and in what precedes its first word.
    init(
        _ text: String, spelling: Spelling = .english, reading: Reading = .plain, limit: Int = Self.standardLimit
    ) throws(SpeechError) {
        // A scalar has at most four bytes.
        if text.utf8.count > limit {
            let count = text.unicodeScalars.count
            guard count <= limit else { throw .textTooLong(characters: count, limit: limit) }
        }
        self.text = text
        self.spelling = spelling
        self.reading = reading
        var tokens = makeIterator()
        guard tokens.next() != nil else { throw .nothingSpeakable }
    }

    func makeIterator() -> Iterator { Iterator(self) }

    struct Iterator: IteratorProtocol {
        private let text: String
        private let spelling: Spelling
        private let reading: Reading
        private var position: String.Index
        /// Found ahead of their turn, because what a run is read as depends on those behind it.
        private var upcoming: [Substring] = []
        private var previous: Substring?
        /// Tokens of one run, in reverse.
        private var pending: [Token] = []
        /// Waits for marks that stand alone behind it.
        private var held: Token?

        init(_ source: SpeakableText) {
            (text, spelling, reading) = (source.text, source.spelling, source.reading)
            position = text.startIndex
        }

        mutating func next() -> Token? {
            while true {
                if let token = pending.popLast() {
                    let ready = held
                    held = token
                    guard var ready else { continue }
                    ready.end = token.start
                    return ready
                }
                while upcoming.count < Reading.window, let run = nextRun() { upcoming.append(run) }
                guard let run = upcoming.first else {
                    defer { held = nil }
                    held?.end = text.endIndex
                    return held
                }
                let read = reading.read(upcoming, after: previous)
                let taken = upcoming.prefix(read?.count ?? 1)
                if let read { take(read.spoken, for: taken) } else { take(run) }
                upcoming.removeFirst(taken.count)
                previous = taken.last
            }
        }

        /// The next characters without white space or tags between them, at most `longestToken`. Scripts that write no
        /// spaces are also cut behind their full stops and commas.
        private mutating func nextRun() -> Substring? {
            var start: String.Index?
            var count = 0
            while position < text.endIndex {
                let character = text[position]
                if character.isWhitespace || character == "<", let end = endOfGap(character) {
                    if let start { return text[start..<position] }
                    position = end
                    continue
                }
                if start == nil { start = position }
                count += 1
                position = text.index(after: position)
                if count == SpeakableText.longestToken || !character.isASCII && Clause.isMark(character), let start {
                    return text[start..<position]
                }
            }
            return start.map { text[$0...] }
        }

        private func endOfGap(_ character: Character) -> String.Index? {
            if character.isWhitespace { return text.index(after: position) }
            return Markup.endOfTag(in: text[position...].unicodeScalars, at: position)
        }

        /// What is said for a few runs: the first token carries what is written.
        private mutating func take(_ spoken: String, for runs: ArraySlice<Substring>) {
            guard let first = runs.first, let last = runs.last else { return }
            let written = runs.joined(separator: " ")
            let isLowercase = first.first { $0.isLetter || $0.isNumber }?.isLowercase == true
            var tokens: [Token] = []
            for word in spelling.plain(Substring(spoken)).split(separator: " ") {
                if word.contains(where: { $0.isLetter || $0.isNumber }) {
                    tokens.append(
                        Token(
                            written: tokens.isEmpty ? written : "",
                            spoken: String(word.prefix(SpeakableText.longestToken)),
                            isLowercase: isLowercase, isContinuation: !tokens.isEmpty, start: first.startIndex,
                            end: last.endIndex))
                } else if let mark = word.first(where: Clause.isMark) {
                    if tokens.isEmpty { held?.add(mark) } else { tokens[tokens.count - 1].add(mark) }
                }
            }
            pending = tokens.reversed()
        }

        /// Cuts a run into tokens. A lone dash or quote has no sound; its pause joins the word before it.
        private mutating func take(_ run: Substring) {
            var words: [Substring] = []
            for piece in spelling.plain(run).split(separator: " ") {
                var rest = piece
                while let cut = rest.index(
                    rest.startIndex, offsetBy: SpeakableText.longestToken, limitedBy: rest.endIndex),
                    cut != rest.endIndex
                {
                    words.append(rest[..<cut])
                    rest = rest[cut...]
                }
                words.append(rest)
            }
            var tokens: [Token] = []
            let isLowercase = run.first { $0.isLetter || $0.isNumber }?.isLowercase == true
            for word in words {
                if word.contains(where: { $0.isLetter || $0.isNumber }) {
                    let written = words.count == 1 ? String(run) : String(word)
                    tokens.append(
                        Token(
                            written: written, spoken: String(word), isLowercase: isLowercase, start: run.startIndex,
                            end: run.endIndex))
                } else if let mark = word.first(where: Clause.isMark) {
                    if tokens.isEmpty { held?.add(mark) } else { tokens[tokens.count - 1].add(mark) }
                }
            }
            pending = tokens.reversed()
        }
    }
}

extension SpeakableText.Token {
    /// Says that a pause follows; of several marks the first counts.
    fileprivate mutating func add(_ mark: Character) {
        if spoken.last.map(Clause.isMark) != true { spoken.append(mark) }
    }
}
