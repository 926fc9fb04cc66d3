package import Core

/// A piece of speech as a provider's wire brings it.
package struct ProvidedSound: Equatable, Sendable {
    /// One character of the text that was sent, with its time.
    package struct Character: Equatable, Sendable {
        package var text: String
        /// Seconds from the first sample of the text.
        package var start: Double
        package var end: Double

        package init(text: String, start: Double, end: Double) {
            (self.text, self.start, self.end) = (text, start, end)
        }
    }

    /// Mono; may be empty.
    package var audio: AudioClip
    /// Those that the provider tells with this sound; empty when it tells none.
    package var characters: [Character]

    package init(audio: AudioClip, characters: [Character] = []) {
        (self.audio, self.characters) = (audio, characters)
    }
}

/// A service that speaks texts. Any thread.
package protocol SoundProvider: Sendable {
    /// For people and metrics.
    var name: String { get }
    /// What it can be told; the rest of a choice is ignored.
    var controls: Set<VoiceControl> { get }
    /// Speaks one text; throws `ProviderError`. Cancelling the consumer, or dropping the stream, closes the connection.
    ///
    /// - Parameter voice: As the provider names it.
    func sound(of text: String, voice: String, choice: VoiceChoice) -> AsyncThrowingStream<ProvidedSound, any Error>
}
