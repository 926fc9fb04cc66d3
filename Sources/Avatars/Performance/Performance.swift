package import Animation
package import Core
package import Speech

/// An utterance ready to be shown: its sound, and what mouth and head do with it.
package struct Performance: Sendable {
    package var audio: AudioClip
    package var visemes: VisemeTimeline
    /// Nods and the like; empty when only sound is known.
    package var gestures: [Gesture]
    /// Where a given transcript is not what was heard; one sentence each.
    package private(set) var doubts: [String] = []

    /// Speech whose phones are known, from a synthesiser or an aligner.
    package init(audio: AudioClip, pronunciation: Pronunciation, framesPerSecond: Int, seed: UInt64 = 1) {
        self.audio = audio
        let intensities = VoiceEnvelope.intensities(of: audio, framesPerSecond: framesPerSecond)
        visemes = Coarticulation(phones: pronunciation.phones, framesPerSecond: framesPerSecond)
            .timeline(frames: intensities.count, intensities: intensities)
        gestures =
            GesturePlan(
                pronunciation: pronunciation, intensities: intensities, framesPerSecond: framesPerSecond, seed: seed
            ).gestures
    }

    /// A voice of which nothing but the sound is known: the viseme network listens.
    package init(audio: AudioClip, framesPerSecond: Int) {
        self.audio = audio
        visemes = VisemeTimeline(hearing: audio, framesPerSecond: framesPerSecond)
        gestures = []
    }

    /// A voice of which the English words are known too: they are aligned first, about a tenth of the audio's duration.
    /// - Throws: ``AlignmentError`` when the words are not what is said.
    package init(audio: AudioClip, transcript: String, framesPerSecond: Int) throws(AlignmentError) {
        let alignment = try ForcedAligner().align(
            audio: audio, transcript: transcript, isCancelled: { Task.isCancelled })
        self.init(audio: audio, pronunciation: alignment.pronunciation, framesPerSecond: framesPerSecond)
        doubts = alignment.doubts
    }

    /// A text in one of the built-in voices.
    /// - Throws: ``SpeechError`` for an unknown voice or a text without anything speakable.
    package init(
        text: String, voice: String, settings: VoiceSettings = .init(), voices: Voices = Voices(), framesPerSecond: Int,
        seed: UInt64 = 1
    ) async throws {
        let utterance = try await voices.utterance(of: text, voice: voice, settings: settings)
        self.init(
            audio: utterance.audio, pronunciation: utterance.pronunciation, framesPerSecond: framesPerSecond, seed: seed
        )
    }
}
