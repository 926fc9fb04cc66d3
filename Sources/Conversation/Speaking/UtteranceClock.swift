internal import Core
internal import Speech

/// Puts the speech of one clause after another onto the clock of the whole utterance, at the sample rate of its first
/// sound.
struct UtteranceClock: ~Copyable {
    private(set) var sampleRate: Int?
    /// Samples given out.
    private(set) var position = 0
    /// Samples given out before the present clause.
    private var clauseStart = 0
    private var resampler: Resampler?
    private var resampledFrom: Int?
    private var tellsPhones = false

    /// Seconds of the present clause that were given out.
    var clauseSeconds: Double { sampleRate.map { Double(position - clauseStart) / Double($0) } ?? 0 }

    /// What comes now has a clock of its own.
    mutating func beginClause() {
        clauseStart = position
        resampler = nil
        resampledFrom = nil
    }

    mutating func place(_ chunk: SpeechChunk) -> SpeechChunk {
        let rate = sampleRate ?? chunk.audio.sampleRate
        sampleRate = rate
        if chunk.audio.sampleRate != rate, resampledFrom != chunk.audio.sampleRate {
            resampler = Resampler(from: chunk.audio.sampleRate, to: rate, quality: .high)
            resampledFrom = chunk.audio.sampleRate
        }
        var placed = chunk
        if chunk.audio.sampleRate != rate, let samples = resampler?.push(chunk.audio.samples) {
            placed.audio = AudioClip(samples: samples, sampleRate: rate)
        }
        placed.firstSample = position
        tellsPhones = chunk.pronunciation != nil
        placed.pronunciation = chunk.pronunciation?.delayed(by: Double(clauseStart) / Double(rate))
        position += placed.audio.samples.count
        return placed
    }

    /// What the resampler held back.
    mutating func endClause() -> SpeechChunk? {
        guard let rate = sampleRate, let rest = resampler?.finish(), !rest.isEmpty else { return nil }
        defer { position += rest.count }
        resampler = nil
        resampledFrom = nil
        return SpeechChunk(
            firstSample: position, audio: AudioClip(samples: rest, sampleRate: rate),
            pronunciation: tellsPhones ? Pronunciation(phones: [], words: []) : nil, text: "")
    }
}
