internal import Animation
package import Core
internal import Foundation
package import Rendering
internal import Speech
internal import Tracking

/// What is said in a take, on the take's clock, and the visemes that follow from it.
package struct TakeSpeech: Sendable {
    /// Phones and words of the talking part.
    package var pronunciation: Pronunciation
    package var quality: PackManifest.AlignmentQuality
    /// How much later the picture is than the sound, in seconds; already taken out of the viseme timelines.
    package var lag: Double
    /// Where the transcript is not what was heard; one sentence each.
    package private(set) var doubts: [String] = []
    /// Visemes per frame of the take, on the picture's clock.
    package var phoneVisemes: VisemeTimeline
    package var audioVisemes: VisemeTimeline

    /// Aligns the talking part, best way first: the transcript, recognised words, the viseme network alone.
    ///
    /// - Parameters:
    ///   - transcript: What is said; nil to recognise it.
    ///   - language: BCP 47 tag; only English is aligned.
    ///   - openings: Inner-lip opening per frame in face widths, not finite where it may not be looked at.
    /// - Throws: ``AlignmentError`` when a transcript is given that does not match, and `CancellationError`.
    package init(
        of take: Take, transcript: String?, language: String, openings: [Float], progress: (Double) -> Void
    ) throws {
        let hearing = VisemeTimeline(hearing: take.audio, framesPerSecond: take.framesPerSecond)
        guard language.lowercased().split(separator: "-").first == "en" else {
            self.init(unaligned: take, hearing: hearing)
            return
        }
        let talking = take.parts.talking
        let audio = take.audio.cut(talking)
        let frames = take.frames(in: talking)
        let mouth = MouthEvidence(
            times: frames.map { (Double($0) + 0.5) / Double(take.framesPerSecond) - talking.lowerBound },
            openings: frames.map { openings[$0] })
        do {
            let aligner = try ForcedAligner()
            let alignment =
                if let transcript {
                    try aligner.align(
                        audio: audio, transcript: transcript, mouth: mouth, progress: progress,
                        isCancelled: { Task.isCancelled })
                } else {
                    try aligner.align(
                        audio: audio, mouth: mouth, progress: progress, isCancelled: { Task.isCancelled })
                }
            try Task.checkCancellation()
            self.init(alignment, take: take, hearing: hearing)
        } catch AlignmentError.nothingRecognised where transcript == nil {
            self.init(unaligned: take, hearing: hearing)
        }
    }

    private init(_ alignment: Alignment, take: Take, hearing: VisemeTimeline) {
        let start = take.parts.talking.lowerBound
        pronunciation = alignment.pronunciation.shifted(by: start)
        lag = alignment.lagSeconds ?? 0
        doubts = alignment.source == .transcript ? alignment.doubts : []
        quality = PackManifest.AlignmentQuality(
            source: alignment.source == .transcript ? "transcript" : "recognised", confidence: alignment.confidence,
            closuresConfirmed: Float(alignment.closuresConfirmed ?? 0))
        let sound = take.audio.later(byFramesIn: lag, framesPerSecond: take.framesPerSecond)
        let intensities = VoiceEnvelope.intensities(of: sound, framesPerSecond: take.framesPerSecond)
        phoneVisemes = Coarticulation(
            phones: pronunciation.shifted(by: lag).phones, framesPerSecond: take.framesPerSecond
        ).timeline(frames: take.track.count, intensities: intensities)
        audioVisemes =
            sound == take.audio ? hearing : VisemeTimeline(hearing: sound, framesPerSecond: take.framesPerSecond)
    }

    /// Speech that no model understands, such as another language: the network's visemes stand in for phones.
    private init(unaligned take: Take, hearing: VisemeTimeline) {
        pronunciation = Pronunciation(phones: [], words: [])
        lag = 0
        quality = PackManifest.AlignmentQuality(source: "network", confidence: 0, closuresConfirmed: 0)
        phoneVisemes = hearing
        phoneVisemes.origin = .phones
        audioVisemes = hearing
    }
}

extension AudioClip {
    /// The same length with its sound `seconds` later (negative: earlier), in whole frames: less is no lag worth a
    /// second listening. Silence fills the gap.
    package func later(byFramesIn seconds: Double, framesPerSecond: Int) -> AudioClip {
        let frames = (seconds * Double(framesPerSecond)).rounded()
        let shift = Int(frames * Double(sampleRate) / Double(framesPerSecond))
        let silence = [Float](repeating: 0, count: min(abs(shift), samples.count))
        guard shift != 0 else { return self }
        return AudioClip(
            samples: shift > 0
                ? silence + samples.dropLast(silence.count) : Array(samples.dropFirst(silence.count)) + silence,
            sampleRate: sampleRate)
    }
}

extension Pronunciation {
    /// The same sounds `seconds` later.
    package func shifted(by seconds: Double) -> Pronunciation {
        var shifted = self
        for index in phones.indices {
            shifted.phones[index].start += seconds
            shifted.phones[index].end += seconds
        }
        for index in words.indices {
            shifted.words[index].start += seconds
            shifted.words[index].end += seconds
        }
        return shifted
    }
}
