internal import CPocketSphinx

/// Stage A: where each word and phone of a transcript lies, by pocketsphinx's own models (10 ms steps).
///
/// The whole text is one grammar of phones: every pronunciation of a word is a parallel path, silence may lie
/// between words, and a word may be left out at a price. Each phone of each path is a word of the decoder's
/// lexicon with a name of its own, so that the best path says which pronunciation was chosen.
struct PhoneGrammar {
    /// One phone of the chosen path, or a silence.
    struct Placed: Equatable {
        /// `nil` for silence.
        var word: Int?
        var variant: Int
        /// Index within the variant.
        var position: Int
        var frames: Range<Int>
        var acoustic: Int
    }
    private static let silenceWord = "<sil>"

    let words: [SpokenWord]
    private let decoder: SphinxDecoder

    init(_ words: [SpokenWord], model: EnglishModel) throws(AlignmentError) {
        self.words = words
        decoder = try SphinxDecoder(
            model,
            options: .init(
                numbers: ["-beam": 1e-200, "-pbeam": 1e-200, "-wbeam": 1e-200, "-wip": 1, "-lw": 1],
                flags: ["-fsgusefiller": false, "-fsgusealtpron": false, "-compallsen": true]))
        var named: [(String, String)] = []
        for (index, word) in words.enumerated() {
            for (variant, sounds) in word.variants.enumerated() {
                for (position, sound) in sounds.enumerated() {
                    named.append((Self.name(index, variant, position), Self.modelPhone(sound)))
                }
            }
        }
        for (count, entry) in named.enumerated() {
            try decoder.addWord(entry.0, phones: entry.1, last: count == named.count - 1)
        }
        try setGrammar()
    }

    /// The best path over `samples` (16 kHz), in time order, without gaps; empty when the text cannot be found.
    func place(
        in samples: [Int16], progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false }
    ) throws(AlignmentError) -> [Placed] {
        try decoder.decode(samples, progress: progress, isCancelled: isCancelled).compactMap { segment in
            if segment.word == Self.silenceWord {
                return Placed(word: nil, variant: 0, position: 0, frames: segment.frames, acoustic: segment.acoustic)
            }
            let numbers = segment.word.split(separator: "_").compactMap { Int($0) }
            guard numbers.count == 3 else { return nil }
            return Placed(
                word: numbers[0], variant: numbers[1], position: numbers[2], frames: segment.frames,
                acoustic: segment.acoustic)
        }
    }

    private static func name(_ word: Int, _ variant: Int, _ position: Int) -> String {
        "\(word)_\(variant)_\(position)"
    }

    /// The acoustic model writes phones in upper case and has no reduced vowel of its own.
    static func modelPhone(_ sound: Sound) -> String { sound.symbol == "ax" ? "AH" : sound.symbol.uppercased() }

    private func setGrammar() throws(AlignmentError) {
        // Two states per word boundary (before and after the optional silence) and one between a path's phones.
        let inner = words.reduce(0) { $0 + $1.variants.reduce(0) { $0 + $1.count - 1 } }
        let states = words.count + 1 + inner
        guard let logarithm = ps_get_logmath(decoder.handle),
            let grammar = fsg_model_init("transcript", logarithm, 1, CInt(states))
        else { throw .recogniserFailed(reason: "no grammar could be made") }
        defer { fsg_model_free(grammar) }
        grammar.pointee.start_state = 0
        grammar.pointee.final_state = CInt(words.count)
        var free = words.count + 1
        for (index, word) in words.enumerated() {
            // Every variant is as likely as the others.
            let chance = logmath_log(logarithm, 1 / Double(word.variants.count))
            for (variant, sounds) in word.variants.enumerated() {
                var from = index
                for position in sounds.indices {
                    let to = position == sounds.count - 1 ? index + 1 : free
                    if to == free { free += 1 }
                    let name = fsg_model_word_add(grammar, Self.name(index, variant, position))
                    fsg_model_trans_add(grammar, CInt(from), CInt(to), position == 0 ? chance : 0, name)
                    from = to
                }
            }
            // Null transitions do not chain within a frame, so each run of words has its own.
            for run in 1...Self.longestOmission where index + run <= words.count {
                let price = Self.logOmission - Self.logOmissionPerWord * Double(run)
                fsg_model_null_trans_add(
                    grammar, CInt(index), CInt(index + run), logmath_ln_to_log(logarithm, price))
            }
        }
        for boundary in 0...words.count {
            fsg_model_add_silence(grammar, Self.silenceWord, CInt(boundary), Self.silence)
        }
        guard ps_set_fsg(decoder.handle, "transcript", grammar) == 0, ps_set_search(decoder.handle, "transcript") == 0
        else { throw .recogniserFailed(reason: "the transcript's grammar was refused") }
    }

    /// Natural log of what leaving out words costs: dear enough that only words that are not there go (measured on
    /// synthetic voices: none of 900 spoken words left out).
    private static let logOmission = -100.0
    private static let logOmissionPerWord = 40.0
    private static let longestOmission = 16
    private static let silence: Float = 0.1
}
