internal import Foundation

/// Recognises English words with pocketsphinx's own language model: basic quality, no network, no download.
final class WordFinder {
    struct HeardWord: Equatable {
        var text: String
        /// Seconds in the samples.
        var start: Double
        var end: Double
    }
    private let decoder: SphinxDecoder

    init(_ model: EnglishModel) throws(AlignmentError) {
        decoder = try SphinxDecoder(
            model,
            options: .init(
                text: ["-lm": model.language.path, "-dict": model.lexicon.path], flags: ["-fwdflat": true]))
    }

    /// The words in `samples` (16 kHz), in order.
    /// - Throws: `cancelled`, `recogniserFailed`.
    func words(
        in samples: [Int16], progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false }
    ) throws(AlignmentError) -> [HeardWord] {
        try decoder.decode(samples, progress: progress, isCancelled: isCancelled).compactMap { segment in
            guard let first = segment.word.first, first.isLetter || first == "'" else { return nil }
            return HeardWord(
                text: String(segment.word.prefix { $0 != "(" }),
                start: Double(segment.frames.lowerBound) / SphinxDecoder.framesPerSecond,
                end: Double(segment.frames.upperBound) / SphinxDecoder.framesPerSecond)
        }
    }
}
