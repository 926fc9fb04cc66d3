/// Who the avatar is in a conversation: HeyGen's `knowledge_base` and LiveAvatar's `context` are both one of these.
package struct Persona: Equatable, Codable, Sendable {
    /// Lower-case UUID; empty for one that was given with a session and is stored nowhere.
    package var id: String
    package var name: String
    /// What a language model is told; may hold `${variable}`.
    package var prompt: String
    /// Spoken first; empty says nothing. May hold `${variable}`.
    package var opening: String
    /// BCP 47; nil is the session's.
    package var language: String?
    /// Such as "friendly and brief"; told to a language model.
    package var tone: String?
    /// Said when the session ends in good order; empty says nothing.
    package var goodbye: String
    /// How words of this persona's world are said: written form → as it should be read out.
    package var pronunciations: [String: String]

    package init(
        id: String = "", name: String = "", prompt: String = "", opening: String = "", language: String? = nil,
        tone: String? = nil, goodbye: String = "", pronunciations: [String: String] = [:]
    ) {
        self.id = id
        self.name = name
        self.prompt = prompt
        self.opening = opening
        self.language = language
        self.tone = tone
        self.goodbye = goodbye
        self.pronunciations = pronunciations
    }
}
