internal import HTTP

/// What the query of a chat socket asks for.
struct ChatWish: Equatable, Sendable {
    enum Events: String, CaseIterable, Sendable {
        /// What is not already told on the data channel of a client that has one: such clients join fragments of text,
        /// and would join each twice.
        case user
        case all
    }

    /// The microphone is heard only between push_to_talk_start and push_to_talk_stop.
    var pushToTalk = false
    /// She speaks up when nobody does; false leaves it as the session was made, for HeyGen's SDK always says something.
    var answersSilence = false
    /// BCP 47, what is spoken to her from now on; nil keeps the session's.
    var language: String?
    /// Said when the session's first socket opens.
    var opening: String?
    var events = Events.user

    init(_ request: HTTPRequest) throws(RequestError) {
        let query = Query(request)
        pushToTalk = try query.flag("push_to_talk") ?? false
        answersSilence = try query.flag("silence_response") ?? false
        if let tag = query.text("stt_language", limit: 35), !["", "undefined", "null"].contains(tag) {
            language = try Fields.language(tag, field: "stt_language")
        }
        opening = query.text("opening_text", limit: 1000)
        events = try query.choice("events", Events.self) ?? .user
    }
}

extension Query {
    func flag(_ name: String) throws(RequestError) -> Bool? {
        switch text(name, limit: 16)?.lowercased() {
        case nil, "undefined": return nil
        case "true", "1": return true
        case "false", "0": return false
        default: throw .wrongType(field: name, expected: "true or false")
        }
    }

    /// The first `limit` characters.
    func text(_ name: String, limit: Int) -> String? { value(name).map { String($0.prefix(limit)) } }
}
