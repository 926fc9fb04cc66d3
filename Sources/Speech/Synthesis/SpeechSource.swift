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
}

extension SpeechSource {
    package func speech(of text: String, voice: VoiceChoice, goesOn: Bool) throws(SpeechError) -> SpeechStream {
        try speech(of: text, voice: voice)
    }
}
