/// Makes speech of text; the server's voices do.
package protocol SpeechSource: Sendable {
    /// What a server has, the default first.
    var all: [Voice] { get }
    /// The one for a BCP 47 tag; nil when none speaks the language.
    func voice(forLanguage tag: String) -> Voice?
    /// Returns at once; nothing is spoken before it is asked for.
    ///
    /// - Throws: Errors of the text and the voice.
    func speech(of text: String, voice: VoiceChoice) throws(SpeechError) -> SpeechStream
    /// - Parameter goesOn: The text is cut between words, and what follows comes in another call: no rest behind it.
    func speech(of text: String, voice: VoiceChoice, goesOn: Bool) throws(SpeechError) -> SpeechStream
    /// What the voice can be told; the rest of a choice is ignored.
    func controls(of voice: VoiceChoice) -> Set<VoiceControl>
    /// A built-in voice of the same language, for when this one fails; nil when this is one already.
    func fallback(for voice: VoiceChoice) -> VoiceChoice?
}

extension SpeechSource {
    package func speech(of text: String, voice: VoiceChoice, goesOn: Bool) throws(SpeechError) -> SpeechStream {
        try speech(of: text, voice: voice)
    }

    package func controls(of voice: VoiceChoice) -> Set<VoiceControl> { [.speed, .pitch] }
    package func fallback(for voice: VoiceChoice) -> VoiceChoice? { nil }

    /// What of a choice has no effect, as a note for whoever made it; nil when all of it has.
    package func note(on voice: VoiceChoice) -> String? {
        let ignored = voice.controls.subtracting(controls(of: voice)).map(\.rawValue).sorted()
        guard !ignored.isEmpty else { return nil }
        return "The voice \(voice.id) has no \(ignored.joined(separator: ", ")): ignored."
    }
}
