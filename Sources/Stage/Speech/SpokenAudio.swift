internal import Animation
internal import Core
internal import Speech

/// What has come of one utterance so far, on its own clock: sound, phones, words, captions. Forgets what was played.
struct SpokenAudio: Sendable {
    /// A stretch of samples with what belongs to it.
    private struct Chunk: Sendable {
        var start: Int
        var samples: [Float]
        /// Loudness 0…1, ``envelopeRate`` a second.
        var envelope: [Float]
        var text: String
        /// Its lips come from phones, or from the sound alone.
        var origin: VisemeTimeline.Origin
        var end: Int { start + samples.count }
    }

    private(set) var sampleRate = 16_000
    private var chunks: [Chunk] = []
    /// Samples received.
    private(set) var end = 0
    private(set) var phones: [Phone] = []
    private(set) var words: [Word] = []
    /// Of the newest chunk; nil until the first.
    private var newest: VisemeTimeline.Origin?
    /// What the viseme network heard, by hundredth of a second from `firstPosterior` on; silence where phones are known.
    private(set) var posteriors: [VisemePosterior] = []
    private(set) var firstPosterior = 0
    private var nods: [Gesture] = []
    private(set) var isComplete = false

    private static let envelopeRate = 100
    /// Louder than this is voice: −46 dB of full scale, 26 dB below the level that voices have here.
    private static let audible: Float = 0.005

    /// Chunks that begin after `sample`.
    func chunks(after sample: Int) -> Int { chunks.count { $0.start > sample } }

    mutating func append(_ passage: SpeechReader.Passage) {
        if newest == nil { sampleRate = passage.sampleRate }
        newest = passage.pronunciation == nil ? .audio : .phones
        takeHeard(passage)
        add(passage.samples, text: passage.text)
        phones += passage.pronunciation?.phones ?? []
        words += passage.pronunciation?.words ?? []
        nods += passage.nods
    }

    private mutating func takeHeard(_ passage: SpeechReader.Passage) {
        if !passage.heardBefore.isEmpty {
            // A picture that ends where phones begin needs what follows it, too.
            posteriors += passage.heardBefore + [VisemePosterior](repeating: .silence, count: 6)
        }
        if passage.beginsHearing {
            let missing = end * VisemeNetwork.rate / sampleRate - firstPosterior - posteriors.count
            posteriors += [VisemePosterior](repeating: .silence, count: max(missing, 0))
        }
        posteriors += passage.heard
    }

    /// The last that comes.
    mutating func finish(_ passage: SpeechReader.Passage) {
        if !passage.samples.isEmpty { add(passage.samples, text: "") }
        posteriors += passage.heard
        isComplete = true
    }

    private mutating func add(_ samples: [Float], text: String) {
        let clip = AudioClip(samples: samples, sampleRate: sampleRate)
        let envelope = VoiceEnvelope.intensities(of: clip, framesPerSecond: Self.envelopeRate)
        chunks.append(
            Chunk(start: end, samples: samples, envelope: envelope, text: text, origin: newest ?? .phones))
        end += samples.count
    }

    mutating func takeNod(before seconds: Double) -> Gesture? {
        let due = nods.prefix { $0.start < seconds }
        nods.removeFirst(due.count)
        return due.last
    }

    /// Samples up to here can be played with their lips.
    var playableEnd: Int {
        guard newest == .audio, !isComplete else { return end }
        // A frame is the mean over its time and 10 ms around (VisemeFrameStream).
        let known = firstPosterior + posteriors.count - 2
        return min(end, max(known, 0) * sampleRate / VisemeNetwork.rate)
    }

    /// Where the voice begins in what has come after `sample`; nil while there is only silence.
    func onset(after sample: Int) -> Int? {
        for chunk in chunks where chunk.end > sample {
            let first = max(sample - chunk.start, 0)
            if let index = chunk.samples[first...].firstIndex(where: { abs($0) > Self.audible }) {
                return chunk.start + index
            }
        }
        return nil
    }

    func samples(_ range: Range<Int>) -> [Float] {
        var samples = [Float](repeating: 0, count: range.count)
        for chunk in chunks where chunk.start < range.upperBound && chunk.end > range.lowerBound {
            let common = range.clamped(to: chunk.start..<chunk.end)
            for index in common { samples[index - range.lowerBound] = chunk.samples[index - chunk.start] }
        }
        return samples
    }

    func intensity(at seconds: Double) -> Float {
        let sample = Int(seconds * Double(sampleRate))
        guard let chunk = chunks.last(where: { $0.start <= sample }), sample < chunk.end else { return 0 }
        let index = (sample - chunk.start) * Self.envelopeRate / sampleRate
        return chunk.envelope.indices.contains(index) ? chunk.envelope[index] : 0
    }

    /// Where the lips of an instant come from; the nearest chunk's for what lies beyond.
    func origin(at seconds: Double) -> VisemeTimeline.Origin {
        let sample = Int(seconds * Double(sampleRate))
        return (chunks.last { $0.start <= sample } ?? chunks.first)?.origin ?? .phones
    }

    /// Captions of the chunks that begin in `range`, in order.
    func captions(beginningIn range: Range<Int>) -> [String] {
        chunks.filter { range.contains($0.start) && !$0.text.isEmpty }.map(\.text)
    }

    /// Frees what lies before `sample`, but for a second that coarticulation may look back on.
    mutating func forget(before sample: Int) {
        chunks.removeAll { $0.end + sampleRate <= sample }
        let seconds = Double(sample) / Double(sampleRate) - 1
        if let old = phones.firstIndex(where: { $0.end > seconds }), old > 100 { phones.removeFirst(old) }
        let hundredths = Int(seconds * Double(VisemeNetwork.rate)) - firstPosterior
        if hundredths > 200, hundredths <= posteriors.count {
            posteriors.removeFirst(hundredths)
            firstPosterior += hundredths
        }
    }
}
