internal import Core
internal import Foundation
internal import Knowledge
internal import Storage

/// What a client says of a persona, in HeyGen's words (`opening`) or LiveAvatar's (`opening_text`, `links`); nil leaves
/// a field as it is.
struct PersonaWish: Equatable, Sendable {
    struct Link: Equatable, Sendable {
        var id: String?
        var url: String
        var question: String
    }

    var name: String?
    var prompt: String?
    var opening: String?
    var language: String?
    var tone: String?
    var goodbye: String?
    var pronunciations: [String: String]?
    var links: [Link]?

    static let promptLimit = 100_000
    static let linkLimit = 100

    /// - Parameter isNew: Then it needs a name.
    init(_ fields: Fields, isNew: Bool) throws(RequestError) {
        name = try fields.text("name", atMost: 1000)
        if let name, !(1...255).contains(name.trimmingCharacters(in: .whitespacesAndNewlines).count) {
            throw .outOfRange(field: "name", allowed: "1 to 255 characters")
        }
        if isNew && name == nil { throw .missing(field: "name") }
        prompt = try fields.text("prompt", atMost: Self.promptLimit)
        opening = try fields.text(["opening_text", "opening"], atMost: 10_000)
        // LiveAvatar's way to say that she says nothing first.
        if opening == nil, fields.isNull("opening_text") { opening = "" }
        language = try fields.language("language")
        tone = try fields.text("tone", atMost: 1000)
        goodbye = try fields.text("goodbye", atMost: 10_000)
        pronunciations = try fields.texts("pronunciations", count: 1000, keys: 100, values: 200)
        guard let entries = try fields.objects("links", atMost: Self.linkLimit) else { return }
        var links: [Link] = []
        for entry in entries {
            let url = try Self.address(try entry.required("url"))
            links.append(
                Link(
                    id: try entry.text("id", atMost: 64), url: url,
                    question: try entry.text("faq", atMost: 2000) ?? ""))
        }
        self.links = links
    }

    private static func address(_ text: String) throws(RequestError) -> String {
        do throws(LinkError) { return try LinkAddress.checked(text) } catch {
            throw .unsupported(Problem(error).message)
        }
    }

    func apply(to stored: inout StoredPersona) {
        if let name { stored.persona.name = name.trimmingCharacters(in: .whitespacesAndNewlines) }
        if let prompt { stored.persona.prompt = prompt }
        if let opening { stored.persona.opening = opening }
        if let language { stored.persona.language = language.isEmpty ? nil : language }
        if let tone { stored.persona.tone = tone.isEmpty ? nil : tone }
        if let goodbye { stored.persona.goodbye = goodbye }
        if let pronunciations { stored.persona.pronunciations = pronunciations }
        guard let links else { return }
        let before = stored.links
        var taken: Set<String> = []
        stored.links = links.map { link in
            // A link is known again by its id, or else by its address; one that leads elsewhere is a new one.
            let known = before.first {
                !taken.contains($0.id) && $0.url == link.url && (link.id == nil || link.id == $0.id)
            }
            guard var known else { return PersonaLink(url: link.url, question: link.question) }
            taken.insert(known.id)
            if known.question != link.question {
                // Read again: the question is part of what is searched.
                (known.question, known.readAt) = (link.question, nil)
            }
            return known
        }
    }
}

/// A persona as LiveAvatar's clients read it, with what Visavis adds.
struct ContextEntry: Encodable {
    struct Link: Encodable {
        var id: String
        var url: String
        var faq: String
        /// Of the document that was made of the page; missing until it was read.
        var documentId: String?
        /// Why the page could not be read.
        var error: String?
    }

    var id: String
    var name: String
    var prompt: String
    var openingText: String
    var links: [Link]
    var requiredDynamicVariables: [String]
    var language: Maybe<String>
    var tone: Maybe<String>
    var goodbye: String
    var pronunciations: [String: String]
    var createdAt: String
    var updatedAt: String

    init(_ stored: StoredPersona) {
        let persona = stored.persona
        id = persona.id
        name = persona.name
        prompt = persona.prompt
        openingText = persona.opening
        links = stored.links.map {
            Link(id: $0.id, url: $0.url, faq: $0.question, documentId: $0.document, error: $0.fault)
        }
        requiredDynamicVariables =
            PersonaText(
                [persona.prompt, persona.opening, persona.goodbye].joined(separator: "\n")
            ).variables
        language = Maybe(persona.language)
        tone = Maybe(persona.tone)
        goodbye = persona.goodbye
        pronunciations = persona.pronunciations
        createdAt = stored.createdAt.wire
        updatedAt = stored.updatedAt.wire
    }
}
