/// Stage B: boundaries by the speaker's own sounds.
///
/// A model is learnt from the placement, the phones are placed again by the model, and so on until they rest.
struct SpeakerRefinement {
    struct Result {
        var spans: [StateSpan]
        var model: SpeakerModel
    }
    /// More changed no figure by more than 0.5 % on six voices of 80–90 s.
    static let rounds = 10

    let cepstra: Cepstra

    /// Learns the speaker from this recording.
    func learn(
        from placement: [StateSpan], progress: (Double) -> Void, isCancelled: () -> Bool
    ) throws(AlignmentError) -> Result {
        var spans = placement
        var model: SpeakerModel?
        for round in 0..<Self.rounds {
            if isCancelled() { throw .cancelled }
            let learnt = SpeakerModel(training: cepstra, on: spans, previous: model)
            let refined = place(spans, by: learnt)
            model = learnt
            progress(Double(round + 1) / Double(Self.rounds))
            if refined == spans { break }
            spans = refined
        }
        return Result(spans: spans, model: SpeakerModel(training: cepstra, on: spans, previous: model))
    }

    /// Places the phones by a model learnt elsewhere.
    func follow(_ model: SpeakerModel, from placement: [StateSpan], isCancelled: () -> Bool) throws(AlignmentError)
        -> [StateSpan]
    {
        var spans = placement
        for _ in 0..<3 {
            if isCancelled() { throw .cancelled }
            spans = place(spans, by: model)
        }
        return spans
    }

    /// Moves boundaries by at most `reach` rows to where the lips agree.
    func agree(
        with mouth: MouthAgreement, model: SpeakerModel, from spans: [StateSpan], reach: Int = 12
    ) -> [StateSpan] {
        place(spans, by: model, settings: .init(reach: reach), mouth: mouth.prices)
    }

    private func place(
        _ spans: [StateSpan], by model: SpeakerModel, settings: SegmentSearch.Settings = .init(),
        mouth: MouthAgreement.Prices? = nil
    ) -> [StateSpan] {
        let scores = model.scores(of: model.whitened(cepstra), used: Set(spans.map(\.phone)))
        let search = SegmentSearch(settings: settings, model: model, scores: scores, rows: cepstra.rows)
        return search.refine(spans, mouth: mouth)
    }
}
