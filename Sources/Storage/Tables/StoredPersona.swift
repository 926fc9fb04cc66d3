package import Core
package import Foundation

/// A persona as it is kept.
package struct StoredPersona: Equatable, Sendable {
    package var persona: Persona
    /// The API key it belongs to.
    package var owner: String
    /// In the order in which they were given.
    package var links: [PersonaLink]
    package var createdAt: Date
    package var updatedAt: Date

    package init(persona: Persona, owner: String, links: [PersonaLink] = [], at now: Date = Date()) {
        self.persona = persona
        self.owner = owner
        self.links = links
        createdAt = now.stored
        updatedAt = now.stored
    }
}

/// A page a persona is to know.
package struct PersonaLink: Equatable, Sendable {
    /// Lower-case UUID.
    package var id: String
    package var url: String
    /// What it answers; may be empty.
    package var question: String
    /// Of the document that was made of it; nil until it was read.
    package var document: String?
    /// Why it could not be read last time, for people.
    package var fault: String?
    /// When it was tried last.
    package var readAt: Date?

    package init(
        id: String = UUID().uuidString.lowercased(), url: String, question: String = "", document: String? = nil,
        fault: String? = nil, readAt: Date? = nil
    ) {
        self.id = id
        self.url = url
        self.question = question
        self.document = document
        self.fault = fault
        self.readAt = readAt
    }
}
