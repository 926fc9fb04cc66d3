internal import CFlite

/// One spoken text inside flite. Owns its `cst_utterance`: deleted once, when the value's life ends.
struct FliteUtterance: ~Copyable {
    private typealias Item = UnsafeMutablePointer<cst_item>
    private let handle: UnsafeMutablePointer<cst_utterance>

    /// One item of the Segment relation.
    struct Segment {
        var symbol: String
        /// Seconds.
        var end: Double
        /// Of the syllable, for every segment in it.
        var stress: Int
        var isPause: Bool { symbol == "pau" }
    }

    /// One item of the Word relation: a token such as "42" has several.
    struct SpokenWord {
        var name: String
        /// Position in the Token relation.
        var token: Int
        /// Positions in the Segment relation, never empty.
        var segments: Range<Int>
    }

    /// - Returns: Nil when flite gives up on the text.
    init?(_ text: String, voice: FliteVoices.Handle, speed: Double) {
        guard let fresh = new_utterance() else { return nil }
        utt_set_input_text(fresh, text)
        feat_set(fresh.pointee.features, "duration_stretch", float_val(Float(1 / speed)))
        // On failure flite has already deleted the utterance.
        guard let spoken = flite_do_synth(fresh, voice.pointer, utt_synth) else { return nil }
        handle = spoken
    }

    deinit { delete_utterance(handle) }

    /// The wave, −1…1 at 16 kHz; empty when nothing was spoken.
    borrowing func samples() -> [Float] {
        guard let wave = utt_wave(handle), let samples = wave.pointee.samples, wave.pointee.num_samples > 0 else {
            return []
        }
        return UnsafeBufferPointer(start: samples, count: Int(wave.pointee.num_samples)).map { Float($0) / 32768 }
    }

    borrowing func sampleRate() -> Int { utt_wave(handle).map { Int($0.pointee.sample_rate) } ?? 0 }

    borrowing func segments() -> [Segment] {
        items(of: "Segment").map { item in
            Segment(
                symbol: Self.text(item, "name"),
                end: Double(item_feat_float(item, "end")),
                stress: Int(Self.path(item, "R:SylStructure.parent.stress")) ?? 0)
        }
    }

    /// In speaking order; words without a sound are left out.
    borrowing func words() -> [SpokenWord] {
        let segmentIndex = Dictionary(
            items(of: "Segment").enumerated().map { (UnsafeRawPointer(item_as($1, "SylStructure")), $0) },
            uniquingKeysWith: { first, _ in first })
        let tokens = items(of: "Token")
        return items(of: "Word").compactMap { word in
            guard let structure = item_as(word, "SylStructure"),
                let firstSyllable = item_daughter(structure), let lastSyllable = item_last_daughter(structure),
                let first = segmentIndex[UnsafeRawPointer(item_daughter(firstSyllable))],
                let last = segmentIndex[UnsafeRawPointer(item_last_daughter(lastSyllable))]
            else { return nil }
            let parent = item_parent(item_as(word, "Token"))
            let token = tokens.firstIndex { item_as($0, "Token") == parent } ?? 0
            return SpokenWord(name: Self.text(word, "name"), token: token, segments: first..<(last + 1))
        }
    }

    borrowing func tokenCount() -> Int { items(of: "Token").count }

    private borrowing func items(of relation: String) -> [Item] {
        guard utt_relation_present(handle, relation) == 1 else { return [] }
        var items: [Item] = []
        var next = relation_head(utt_relation(handle, relation))
        while let item = next {
            items.append(item)
            next = item_next(item)
        }
        return items
    }

    private static func text(_ item: Item, _ feature: String) -> String {
        item_feat_string(item, feature).map { String(cString: $0) } ?? ""
    }

    private static func path(_ item: Item, _ path: String) -> String {
        flite_ffeature_string(item, path).map { String(cString: $0) } ?? ""
    }
}
