internal import Animation
internal import Core
internal import Media
internal import Speech

/// Makes of chunks what a stage needs: a sample rate that Opus takes, mouth shapes where nothing but sound is known,
/// nods. One per utterance.
struct SpeechReader: ~Copyable {
    /// A chunk, read.
    struct Passage: Sendable {
        var samples: [Float] = []
        var sampleRate = 48_000
        var pronunciation: Pronunciation?
        /// What was heard in sound that came before this and told no phones.
        var heardBefore: [VisemePosterior] = []
        var heard: [VisemePosterior] = []
        /// The sound before this told phones, this one does not.
        var beginsHearing = false
        /// On the utterance's clock.
        var nods: [Gesture] = []
        var text = ""
    }

    private var sampleRate: Int?
    private var resampler: Resampler?
    private var listener: VisemeStream?
    private var samplesRead = 0

    /// What other rates are brought to.
    private static let fallbackRate = 48_000

    mutating func read(_ chunk: SpeechChunk) -> Passage {
        if sampleRate == nil {
            let isTaken = OpusStreamEncoder.sampleRates.contains(chunk.audio.sampleRate)
            sampleRate = isTaken ? chunk.audio.sampleRate : Self.fallbackRate
            if !isTaken { resampler = Resampler(from: chunk.audio.sampleRate, to: Self.fallbackRate) }
        }
        var passage = Passage(sampleRate: sampleRate ?? Self.fallbackRate)
        passage.samples = resampler?.push(chunk.audio.samples) ?? chunk.audio.samples
        if chunk.pronunciation != nil {
            passage.heardBefore = listener?.finish() ?? []
            listener = nil
        } else if listener == nil {
            listener = VisemeStream(sampleRate: chunk.audio.sampleRate)
            passage.beginsHearing = true
        }
        passage.heard = listener?.push(chunk.audio.samples) ?? []
        (passage.pronunciation, passage.text) = (chunk.pronunciation, chunk.text)
        passage.nods = nods(of: chunk)
        samplesRead += chunk.audio.samples.count
        return passage
    }

    /// What was held back; nothing is read afterwards.
    mutating func finish() -> Passage {
        var passage = Passage(sampleRate: sampleRate ?? Self.fallbackRate)
        passage.samples = resampler?.finish() ?? []
        passage.heard = listener?.finish() ?? []
        return passage
    }

    private func nods(of chunk: SpeechChunk) -> [Gesture] {
        guard var pronunciation = chunk.pronunciation else { return [] }
        let start = Double(samplesRead) / Double(chunk.audio.sampleRate)
        for index in pronunciation.phones.indices {
            pronunciation.phones[index].start -= start
            pronunciation.phones[index].end -= start
        }
        for index in pronunciation.words.indices {
            pronunciation.words[index].start -= start
            pronunciation.words[index].end -= start
        }
        let intensities = VoiceEnvelope.intensities(of: chunk.audio, framesPerSecond: LoopPlan.rate)
        let plan = GesturePlan(
            pronunciation: pronunciation, intensities: intensities, framesPerSecond: LoopPlan.rate,
            seed: UInt64(samplesRead))
        return plan.gestures.filter { $0.kind == .nod }.map { gesture in
            var gesture = gesture
            gesture.start += start
            return gesture
        }
    }
}
