internal import Animation
internal import Core
internal import Speech

/// A stretch of an utterance that plays without a gap, and where it lies among the slots.
///
/// Sound is counted in slots of 20 ms, lips in pictures of two slots. A passage may begin in a picture's second slot;
/// its lips are then computed as if it had begun with the picture, 20 ms of nothing before it.
struct Passage: Sendable {
    let startSlot: Int
    /// The utterance's sample that the first slot begins with.
    let startSample: Int
    private let sampleRate: Int
    private var coarticulation: Coarticulation?
    private var phoneCount = -1
    private var stream = VisemeFrameStream(framesPerSecond: LoopPlan.rate)
    private var heardFrames: [VisemeFrame] = []
    private var heardPosteriors = 0

    /// Slots per second.
    static let slotRate = 50

    init(startSlot: Int, startSample: Int, sampleRate: Int) {
        (self.startSlot, self.startSample, self.sampleRate) = (startSlot, startSample, sampleRate)
    }

    /// The utterance's samples in a slot.
    func samples(in slot: Int) -> Range<Int> {
        let count = sampleRate / Self.slotRate
        let start = startSample + (slot - startSlot) * count
        return start..<(start + count)
    }

    /// The slot after the last when the utterance ends at `sample`.
    func slot(endingAt sample: Int) -> Int {
        let count = sampleRate / Self.slotRate
        return startSlot + max(sample - startSample + count - 1, 0) / count
    }

    /// The utterance's time when a picture begins.
    func seconds(at picture: Int) -> Double { origin + Double(picture - firstPicture) / Double(LoopPlan.rate) }

    private var firstPicture: Int { startSlot / 2 }
    /// Seconds of the utterance at the beginning of ``firstPicture``.
    private var origin: Double {
        Double(startSample) / Double(sampleRate) - Double(startSlot % 2) / Double(Self.slotRate)
    }

    /// What the mouth shows in a picture that begins at or after the passage; nil while it is not known.
    mutating func visemes(of picture: Int, in audio: SpokenAudio) -> VisemeFrame? {
        let index = picture - firstPicture
        guard index >= 0 else { return .rest }
        let middle = origin + (Double(index) + 0.5) / Double(LoopPlan.rate)
        if audio.origin(at: middle) == .audio { return heard(index, in: audio) }
        guard audio.isComplete || middle * Double(sampleRate) < Double(audio.end) else { return nil }
        if phoneCount != audio.phones.count {
            phoneCount = audio.phones.count
            let near = audio.phones.suffix(400).map { phone in
                var phone = phone
                phone.start -= origin
                phone.end -= origin
                return phone
            }
            coarticulation = Coarticulation(phones: near, framesPerSecond: LoopPlan.rate)
        }
        return coarticulation?.frame(index, intensity: audio.intensity(at: middle))
    }

    private mutating func heard(_ index: Int, in audio: SpokenAudio) -> VisemeFrame? {
        if heardPosteriors == 0 {
            let lead = (startSlot % 2) * VisemeNetwork.rate / Self.slotRate
            heardFrames = stream.push([VisemePosterior](repeating: .silence, count: lead))
            heardPosteriors = startSample * VisemeNetwork.rate / sampleRate
        }
        let from = max(heardPosteriors - audio.firstPosterior, 0)
        if from < audio.posteriors.count {
            heardFrames += stream.push(Array(audio.posteriors[from...]))
            heardPosteriors = audio.firstPosterior + audio.posteriors.count
        }
        if heardFrames.indices.contains(index) { return heardFrames[index] }
        return audio.isComplete ? .rest : nil
    }
}

extension VisemePosterior {
    static let silence = VisemePosterior(visemes: .one(.sil), closure: 0, openness: 0, intensity: 0)
}
