package import Core
package import Knowledge

/// Finds what to say to what a visitor said: a language model with knowledge, or the built-in extractive one.
package protocol Answerer: Sendable {
    /// For people and metrics.
    var name: String { get }
    /// Begins to answer. The stream ends after the last part, throws ``ProviderError`` when there is no answer or it
    /// breaks off; dropping it, or cancelling who waits for it, stops the work.
    func answer(_ question: Question) -> AsyncThrowingStream<AnswerPart, any Error>
}

package struct Question: Equatable, Sendable {
    /// What the visitor said or typed now.
    package var text: String
    /// What was said before, oldest first, the avatar's turns only as far as they were heard.
    package var history: [Turn]
    package var persona: Persona
    /// Values for the `${name}` of the persona.
    package var variables: [String: String]
    /// BCP 47, of the session.
    package var language: String
    /// Of the session, for functions that a model asks for; empty outside of one.
    package var session: String

    package init(
        text: String, history: [Turn] = [], persona: Persona, variables: [String: String] = [:], language: String,
        session: String = ""
    ) {
        self.text = text
        self.history = history
        self.persona = persona
        self.variables = variables
        self.language = language
        self.session = session
    }
}

/// One side's contribution to a conversation.
package struct Turn: Equatable, Codable, Sendable {
    package enum Role: String, Codable, Sendable { case user, avatar }
    package var role: Role
    package var text: String

    package init(role: Role, text: String) {
        self.role = role
        self.text = text
    }
}

package enum AnswerPart: Equatable, Sendable {
    /// What the answer rests on; before its text, at most once.
    case sources([RankedPassage])
    /// Text as it is written; fragments concatenate, boundaries anywhere.
    case text(String)
}
