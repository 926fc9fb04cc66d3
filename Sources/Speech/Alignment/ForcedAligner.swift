package import Core
internal import Foundation

/// Finds when each sound of a known text is spoken in a recording of one English speaker.
///
/// 1. pocketsphinx places words and phones, choosing pronunciations and finding pauses (10 ms steps);
/// 2. a model learnt from this very recording places the phones again (5 ms steps);
/// 3. lips seen closed decide where p, b and m are.
///
/// Deterministic. Every call has its own decoder; calls may run at once on several threads.
package struct ForcedAligner: Sendable {
    /// Longest recording aligned at once, in seconds.
    package static let longest = 900.0
    private static let shortest = 0.3

    private let model: EnglishModel

    /// - Throws: `modelMissing`, naming Debian's package.
    package init() throws(AlignmentError) { model = try EnglishModel.installed() }

    /// Aligns `audio` (any rate) with what is said in it.
    ///
    /// Where the text deviates from what is said, recognised words take its place and the span is reported.
    /// - Parameters:
    ///   - mouth: the lips in the same recording, if they were filmed.
    ///   - speaker: what an earlier alignment learnt of the same speaker and microphone; `nil` learns from `audio`.
    ///   - progress: called with 0…1 on the calling thread.
    ///   - isCancelled: asked about once per second of audio.
    /// - Throws: `AlignmentError`; `transcriptDoesNotMatch` when the words cannot be found at all.
    /// - Complexity: about 0.1 × the audio's length on one core.
    package func align(
        audio: AudioClip, transcript text: String, mouth: MouthEvidence? = nil, model speaker: SpeakerModel? = nil,
        progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false }
    ) throws(AlignmentError) -> Alignment {
        let voice = try Self.prepared(audio)
        let transcript = try EnglishFrontEnd.transcript(of: text, lexicon: model.lexicon)
        return try align(
            voice, transcript: transcript, source: .transcript, mouth: mouth, speaker: speaker, progress: progress,
            isCancelled: isCancelled)
    }

    /// Recognises what is said in `audio`, then aligns it. Parameters as above.
    /// - Throws: `nothingRecognised` when no word is found.
    package func align(
        audio: AudioClip, mouth: MouthEvidence? = nil, model speaker: SpeakerModel? = nil,
        progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false }
    ) throws(AlignmentError) -> Alignment {
        let voice = try Self.prepared(audio)
        let recogniser = try WordFinder(model)
        let heard = try recogniser.words(in: voice.pcm16, progress: { progress($0 * 0.6) }, isCancelled: isCancelled)
        guard !heard.isEmpty else { throw .nothingRecognised }
        let text = heard.map(\.text).joined(separator: " ")
        let transcript = try EnglishFrontEnd.transcript(of: text, lexicon: model.lexicon)
        return try align(
            voice, transcript: transcript, source: .recognition, mouth: mouth, speaker: speaker,
            progress: { progress(0.6 + $0 * 0.4) }, isCancelled: isCancelled)
    }

    private func align(
        _ voice: AudioClip, transcript: Transcript, source: Alignment.Source, mouth: MouthEvidence?,
        speaker: SpeakerModel?, progress: (Double) -> Void, isCancelled: () -> Bool
    ) throws(AlignmentError) -> Alignment {
        let cepstra = Cepstra(voice.samples)
        let located = try WordLocation(model: model).locate(
            transcript, in: voice.pcm16, rows: cepstra.rows, source: source,
            progress: { progress($0 * 0.8) }, isCancelled: isCancelled)
        let refinement = SpeakerRefinement(cepstra: cepstra)
        let spans = located.placement.spans
        var result: SpeakerRefinement.Result
        if let speaker {
            result = .init(spans: try refinement.follow(speaker, from: spans, isCancelled: isCancelled), model: speaker)
        } else {
            result = try refinement.learn(
                from: spans, progress: { progress(0.8 + 0.15 * $0) }, isCancelled: isCancelled)
        }
        let agreement = mouth.flatMap { MouthAgreement($0, spans: result.spans, rows: cepstra.rows) }
        if let agreement, agreement.lag != nil {
            if isCancelled() { throw .cancelled }
            result.spans = refinement.agree(with: agreement, model: result.model, from: result.spans)
        }
        var alignment = AlignmentAssembly(
            located: located, spans: result.spans, duration: voice.duration, source: source, model: result.model
        ).alignment()
        alignment.closuresConfirmed = agreement?.closuresConfirmed(result.spans)
        alignment.lagSeconds = agreement?.lag
        progress(1)
        return alignment
    }

    /// Mono 16 kHz at a level the models know, checked for length and for sound.
    private static func prepared(_ audio: AudioClip) throws(AlignmentError) -> AudioClip {
        guard audio.sampleRate > 0, audio.duration >= shortest else {
            throw .audioTooShort(seconds: audio.sampleRate > 0 ? audio.duration : 0)
        }
        guard audio.duration <= longest else { throw .audioTooLong(seconds: audio.duration, limit: longest) }
        var voice = AudioClip(samples: audio.samples, sampleRate: Cepstra.sampleRate)
        if audio.sampleRate != Cepstra.sampleRate {
            guard var resampler = Resampler(from: audio.sampleRate, to: Cepstra.sampleRate) else {
                throw .recogniserFailed(reason: "there is no memory to resample the audio")
            }
            voice.samples = resampler.push(audio.samples) + resampler.finish()
        }
        for index in voice.samples.indices where !voice.samples[index].isFinite { voice.samples[index] = 0 }
        guard voice.duration >= shortest else { throw .audioTooShort(seconds: voice.duration) }
        // Loudest hundredth of the 10 ms blocks against full scale: speech at −60 dBFS is no longer speech.
        let block = Cepstra.sampleRate / 100
        let levels = stride(from: 0, to: voice.samples.count, by: block).map { start in
            let part = voice.samples[start..<min(start + block, voice.samples.count)]
            return (part.reduce(Float(0)) { $0 + $1 * $1 } / Float(part.count)).squareRoot()
        }.sorted()
        let loud = levels[levels.count * 99 / 100]
        guard loud > 0.001 else { throw .silence }
        let gain = min(100, 0.2 / loud)
        for index in voice.samples.indices { voice.samples[index] *= gain }
        return voice
    }
}

extension AudioClip {
    /// 16-bit PCM, clipped.
    var pcm16: [Int16] { samples.map { Int16(max(-1, min(1, $0)) * 32767) } }
}
