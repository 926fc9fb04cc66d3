internal import Core
internal import Sessions
internal import Storage

/// What `streaming.new` says of the conversation.
struct ConversationWish: Equatable {
    /// HeyGen's `knowledge_base_id` or `knowledge_id`, LiveAvatar's `context_id`.
    var knowledge: String?
    /// A prompt of the session's own.
    var prompt: String?
    var opening: String?
    var language: String?
    var variables: [String: String]
    var answersSilence: Bool?
    var isPushToTalk: Bool
    var model: String?

    private enum Interactivity: String, CaseIterable {
        case conversational = "CONVERSATIONAL"
        case pushToTalk = "PUSH_TO_TALK"
    }

    init(_ fields: Fields) throws(RequestError) {
        knowledge = try fields.string(["knowledge_base_id", "knowledge_id", "context_id"])
        prompt = try fields.text("knowledge_base", atMost: PersonaWish.promptLimit)
        opening = try fields.text("opening_text", atMost: 10_000)
        language = try fields.language("language").flatMap { $0.isEmpty ? nil : $0 }
        // LiveAvatar's limits.
        variables = try fields.texts("dynamic_variables", count: 50, keys: 64, values: 1000) ?? [:]
        answersSilence = try fields.flag("silence_response")
        isPushToTalk = try fields.choice("interactivity_type", Interactivity.self) == .pushToTalk
        model = try fields.string(["llm_configuration_id"])
        // Whoever listens here is the operator's choice: what cloud clients say of it is read and has no effect.
        if let settings = try fields.object("stt_settings") {
            _ = try settings.string("provider")
            _ = try settings.number("confidence", in: 0...1)
        }
    }

    /// With what it names looked up.
    ///
    /// - Throws: ``RequestError/notFound(_:)`` for a persona or a model that is not the owner's.
    func conversation(of owner: String, _ context: APIContext) async throws -> SessionConversation {
        var conversation = SessionConversation()
        if let knowledge {
            guard let stored = try await context.personas.find(knowledge, owner: owner) else {
                throw noPersona(knowledge)
            }
            conversation.persona = stored.persona
        }
        if let prompt, !prompt.isEmpty { conversation.persona.prompt = prompt }
        if let model {
            guard try await context.models.find(model, owner: owner) != nil else { throw noModel(model) }
            conversation.model = model
        }
        conversation.opening = opening
        conversation.language = language
        conversation.variables = variables
        conversation.answersSilence = answersSilence
        conversation.isPushToTalk = isPushToTalk
        return conversation
    }
}
