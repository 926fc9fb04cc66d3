internal import Core
package import Speech

/// One voice that says each word as 100 ms of silence, and refuses what real ones refuse.
package struct FakeVoices: SpeechSource {
    package let all: [Voice]

    /// - Parameter all: Taken from the real ones, so that lists look alike.
    package init(_ all: [Voice] = Voices().all) { self.all = all }

    package func voice(forLanguage tag: String) -> Voice? {
        all.first { $0.language.prefix(2) == tag.lowercased().prefix(2) }
    }

    package func speech(of text: String, voice: VoiceChoice) throws(SpeechError) -> SpeechStream {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard !words.isEmpty else { throw .nothingSpeakable }
        guard text.count <= 10_000 else { throw .textTooLong(characters: text.count, limit: 10_000) }
        let chunks = words.enumerated().map { index, word in
            SpeechChunk(
                firstSample: index * 1600,
                audio: AudioClip(samples: [Float](repeating: 0, count: 1600), sampleRate: 16_000),
                pronunciation: nil, text: (index > 0 ? " " : "") + word)
        }
        return SpeechStream(
            AsyncStream { out in
                for chunk in chunks { out.yield(chunk) }
                out.finish()
            })
    }
}
