internal import Core
internal import Media
internal import Sessions
internal import Speech
internal import Stage

/// What `streaming.new` may say.
struct NewSession: Equatable {
    var avatar: String?
    var voice: VoiceWish
    var conversation: ConversationWish
    var format: StageFormat
    var transport: SessionCard.Transport
    var limits: SessionLimits

    init(_ fields: Fields, _ settings: APISettings) throws(RequestError) {
        if let version = try fields.string("version"), !["", "v1"].contains(version.lowercased()) {
            throw .unsupported(
                "Version \"\(version.prefix(16))\" (LiveKit) is not served yet; leave \"version\" out for plain WebRTC."
            )
        }
        avatar = try fields.string(["avatar_id", "avatar_name"])
        voice = try VoiceWish(fields)
        conversation = try ConversationWish(fields)
        let codec = try fields.choice("video_encoding", VideoCodec.self) ?? settings.codec
        format = StageFormat(quality: try fields.choice("quality") ?? settings.quality, codec: codec)
        transport = try fields.choice("transport") ?? .offer
        limits = settings.limits
        if let seconds = try fields.integer("activity_idle_timeout", in: SessionLimits.idleTimeoutRange) {
            limits.idleTimeout = .seconds(seconds)
        }
        if try fields.flag("disable_idle_timeout") == true { limits.idleTimeout = nil }
    }
}

/// The voice a client asks for: `{voice_id, rate, pitch}` inside `voice`, or flat `voice_id`, `voice_name`, `rate`.
/// What belongs to other makers' voices (`emotion`, `elevenlabs_settings`) is ignored.
struct VoiceWish: Equatable {
    var id: String?
    var speed: Double?
    var pitch: Double?

    init(_ fields: Fields) throws(RequestError) {
        for fields in try [fields.object("voice"), fields].compactMap(\.self) {
            if id == nil { id = try fields.string(["voice_id", "voice_name"]) }
            if speed == nil { speed = try fields.number("rate", in: VoiceSettings.speeds) }
            if pitch == nil { pitch = try fields.number("pitch", in: VoiceSettings.pitches) }
        }
    }

    var isEmpty: Bool { id == nil && speed == nil && pitch == nil }

    /// The voice by id or name, whatever their case; without one, the avatar's, or the first of the language when the
    /// avatar's voice speaks another.
    func choice(avatarVoice: String, language: String?, among source: any SpeechSource) throws(RequestError)
        -> VoiceChoice
    {
        let voices = source.all
        var found = id.flatMap { id in
            voices.first { $0.id == id }
                ?? voices.first { $0.id.lowercased() == id.lowercased() || $0.name.lowercased() == id.lowercased() }
        }
        if let id, found == nil { throw .unknownVoice(id) }
        if found == nil {
            found = voices.first { $0.id == avatarVoice } ?? voices.first
            if let language, let voice = found, Self.base(voice.language) != Self.base(language) {
                found = source.voice(forLanguage: language) ?? voice
            }
        }
        guard let found else { throw .unsupported("This server has no voice; see: visavis doctor") }
        return VoiceChoice(id: found.id, language: found.language, speed: speed ?? 1, pitch: pitch ?? 0)
    }

    /// The same voice with other settings, or another voice, for one task.
    func choice(over voice: VoiceChoice, among source: any SpeechSource) throws(RequestError) -> VoiceChoice {
        var chosen = id == nil ? voice : try choice(avatarVoice: voice.id, language: nil, among: source)
        chosen.speed = speed ?? voice.speed
        chosen.pitch = pitch ?? voice.pitch
        return chosen
    }

    private static func base(_ language: String) -> Substring {
        language.lowercased()[...].prefix { $0 != "-" && $0 != "_" }
    }
}

struct Description: Encodable {
    var type: String
    var sdp: String
}

struct ServerEntry: Encodable {
    var urls: [String]
    var username: String?
    var credential: String?

    init(_ server: ICEServer) {
        urls = server.urls
        username = server.username
        credential = server.credential
    }
}

/// The answer to `streaming.new`.
struct NewSessionReply: Encodable {
    var sessionId: String
    /// Our offer; null where viewers come by WHEP.
    var sdp: Description?
    var iceServers: [ServerEntry]
    var iceServers2: [ServerEntry]
    var sessionDurationLimit: Int
    var isPaid = true
    /// Of LiveKit; always null here, because some clients want to see the fields.
    var accessToken = Null()
    var url = Null()
    var realtimeEndpoint = Null()
    /// Where WHEP viewers post their offers.
    var whepUrl: String
}
