internal import Core
internal import Foundation

/// The built-in English voices: CMU Flite's clustergen voices slt, rms and awb.
///
/// A clause comes in two parts: the first as soon as flite has spoken ``firstPart`` seconds of it (flite takes about
/// 1 ms per word to analyse the text and 1/160 of the duration to speak, measured on one 2026 server core), the rest
/// when it is done. Two runs of one text have the same phone times but not the same samples (flite's excitation is
/// random).
struct FliteEngine: SpeechEngine {
    /// Seconds: long enough to cover the synthesis of what follows, on a machine ten times as slow.
    static let firstPart = 0.35
    /// Integrated loudness of each voice before any gain, LUFS (over its ten test sentences, Debian 12's flite 2.2).
    private static let loudness = ["slt": -16.3, "rms": -21.7, "awb": -20.9]
    /// What follows the first part has time: pictures that are due go before it. In Linux's steps.
    private static let restNiceness: Int32 = 10

    func speak(_ clause: Clause, voice: Voice, settings: VoiceSettings) -> AsyncThrowingStream<Utterance, any Error> {
        AsyncThrowingStream { continuation in
            let isCancelled = Flag()
            continuation.onTermination = { _ in isCancelled.raise() }
            // A thread of its own, because a thread can give up priority and not take it back.
            Thread.detachNewThread {
                do throws(SpeechError) {
                    try Self.parts(of: clause, voice: voice, settings: settings, isCancelled: isCancelled) {
                        continuation.yield($0)
                    }
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
        }
    }

    private static func parts(
        of clause: Clause, voice: Voice, settings: VoiceSettings, isCancelled: Flag,
        yield: @escaping (Utterance) -> Void
    ) throws(SpeechError) {
        guard let handle = FliteVoices.handle(for: voice.id, isPitched: settings.pitch != 0) else {
            throw .synthesisFailed(text: clause.spoken)
        }
        let gain = VoiceGain(loudness: loudness[voice.id] ?? VoiceGain.target, pitch: settings.pitch)
        let rate = SpokenText.sampleRate
        var analysis: FliteAnalysis?
        var head = 0
        // Far from the voice's own pitch its level is known from the whole clause alone.
        let isPrompt = abs(settings.pitch) <= 2
        let spoken = FliteUtterance(clause.spoken, voice: handle, settings: settings) { progress in
            guard head == 0, isPrompt else { return !isCancelled.isRaised }
            if analysis == nil {
                analysis = FliteAnalysis(of: progress.relations, sampleCount: progress.wave.count, clause: clause)
            }
            guard let analysis else { return false }
            let ready = progress.ready - analysis.trim.kept.lowerBound
            if let cut = analysis.cut(between: Int(firstPart * Double(rate)), and: ready) {
                head = cut
                let samples = analysis.samples(of: progress.wave, in: 0..<cut)
                let part = analysis.utterance(
                    gain.applied(to: samples, decibels: gain.decibels, sampleRate: rate)
                        + [Float](repeating: 0, count: analysis.trim.count - cut)
                ).split(at: cut).head
                yield(part)
                makeWay()
            }
            return !isCancelled.isRaised
        }
        if isCancelled.isRaised { return }
        guard let spoken, spoken.sampleRate == rate,
            let analysis = analysis
                ?? FliteAnalysis(of: spoken.relations, sampleCount: spoken.wave.count, clause: clause)
        else { throw .synthesisFailed(text: clause.spoken) }
        let samples = analysis.samples(of: spoken.wave, in: 0..<analysis.trim.count)
        let decibels = gain.decibels(for: AudioClip(samples: samples, sampleRate: rate))
        let level = gain.applied(
            to: Array(samples[head...]), decibels: decibels, from: head > 0 ? gain.decibels : nil, sampleRate: rate)
        let whole = analysis.utterance([Float](repeating: 0, count: head) + level)
        yield(head > 0 ? whole.split(at: head).tail : whole)
    }
}

extension FliteEngine {
    /// Lowers the calling thread's priority, for good.
    private static func makeWay() {
        let thread = Int32(PRIO_PROCESS.rawValue)
        setpriority(thread, 0, min(getpriority(thread, 0) + restNiceness, 19))
    }
}

/// A clause's sounds and words, known before any of it is spoken.
private struct FliteAnalysis {
    let trim: PauseTrim
    let pronunciation: Pronunciation

    init?(of relations: FliteRelations, sampleCount: Int, clause: Clause) {
        let segments = relations.segments()
        let rate = Double(SpokenText.sampleRate)
        let trim = PauseTrim(
            segments: segments.map { .init(end: $0.end, isPause: $0.isPause) }, sampleCount: sampleCount,
            sampleRate: SpokenText.sampleRate, ending: clause.ending)
        guard let trim else { return nil }
        self.trim = trim
        let spans = trim.spans.map { Double($0.lowerBound) / rate..<Double($0.upperBound) / rate }
        pronunciation = Pronunciation(
            phones: zip(segments, spans).map { segment, span in
                Phone(
                    symbol: segment.isPause ? "sil" : segment.symbol, start: span.lowerBound, end: span.upperBound,
                    stress: segment.isVowel ? segment.stress : 0)
            },
            words: Self.words(of: relations, clause: clause, segments: segments, spans: spans))
    }

    func utterance(_ samples: [Float]) -> Utterance {
        Utterance(
            audio: AudioClip(samples: samples, sampleRate: SpokenText.sampleRate), pronunciation: pronunciation)
    }

    /// −1…1; silence where the trim adds some.
    func samples(of wave: UnsafeBufferPointer<Int16>, in range: Range<Int>) -> [Float] {
        range.map { index in
            let source = index + trim.kept.lowerBound
            return index < trim.kept.count && source < wave.count ? Float(wave[source]) / 32768 : 0
        }
    }

    /// The last end of a phone between the two sample positions.
    func cut(between lower: Int, and upper: Int) -> Int? {
        guard upper >= lower else { return nil }
        return trim.spans.last { (lower...upper).contains($0.upperBound) && $0.upperBound < trim.count }?.upperBound
    }

    /// One word per written token: "42" is spoken as two words but read as one.
    private static func words(
        of relations: FliteRelations, clause: Clause, segments: [FliteRelations.Segment], spans: [Range<Double>]
    ) -> [Word] {
        let isOneToOne = relations.tokenCount() == clause.tokens.count
        var words: [(token: Int, word: Word)] = []
        for item in relations.words() {
            let last = item.segments.upperBound - 1
            let token = isOneToOne ? clause.leader(of: item.token) : item.token
            let pauses = last + 1 >= segments.count || segments[last + 1].isPause
            let ends = pauses || isOneToOne && clause.endsPhrase(after: item.token)
            if isOneToOne, let open = words.last, open.token == token {
                words[words.count - 1].word.end = spans[last].upperBound
                words[words.count - 1].word.endsPhrase = ends
            } else {
                let text = isOneToOne ? clause.tokens[token].written : item.name
                let start = spans[item.segments.lowerBound].lowerBound
                words.append((token, Word(text: text, start: start, end: spans[last].upperBound, endsPhrase: ends)))
            }
        }
        return words.map(\.word)
    }
}
