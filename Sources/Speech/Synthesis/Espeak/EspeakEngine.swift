internal import Core

/// The voices of espeak-ng, spoken by the helper. A clause comes in one part: the helper takes about a thousandth of
/// its duration.
struct EspeakEngine: SpeechEngine {
    let process: EspeakProcess

    func speak(_ clause: Clause, voice: Voice, settings: VoiceSettings) -> AsyncThrowingStream<Utterance, any Error> {
        let isSpoken = Flag()
        return AsyncThrowingStream {
            if isSpoken.isRaised { return nil }
            isSpoken.raise()
            return try await utterance(of: clause, voice: voice, settings: settings)
        }
    }

    private func utterance(of clause: Clause, voice: Voice, settings: VoiceSettings) async throws -> Utterance {
        guard let source = EspeakCatalogue.source(of: voice.id) else { throw SpeechError.unknownVoice(id: voice.id) }
        let sound = try await process.speak(
            clause.spoken, voice: source.voice, wordsPerMinute: UInt16((settings.speed * 175).rounded()),
            pitch: Self.pitch(semitones: settings.pitch))
        guard let sound, let spoken = EspeakUtterance(sound, clause: clause) else {
            throw SpeechError.synthesisFailed(text: clause.spoken)
        }
        let gain = VoiceGain(loudness: source.loudness, pitch: settings.pitch)
        let raw = AudioClip(samples: spoken.samples, sampleRate: SpokenText.sampleRate)
        let level = gain.applied(
            to: raw.samples, decibels: gain.decibels(for: raw), sampleRate: SpokenText.sampleRate)
        return Utterance(
            audio: AudioClip(samples: level, sampleRate: SpokenText.sampleRate), pronunciation: spoken.pronunciation)
    }

    /// espeak-ng's scale goes from an octave below at 0 to one above at 99, the voice's own being 50.
    private static func pitch(semitones: Double) -> UInt8 {
        UInt8(min(max(50 + semitones * 50 / 12, 0), 99).rounded())
    }
}
