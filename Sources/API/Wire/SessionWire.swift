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

/// The voice a client asks for: `{voice_id, rate, pitch, emotion}` inside `voice`, or flat; with settings of its delivery
/// in `elevenlabs_settings` (HeyGen's name) or `voice_settings` (LiveAvatar's).
struct VoiceWish: Equatable {
    var id: String?
    var speed: Double?
    var pitch: Double?
    var stability: Double?
    var similarity: Double?
    var style: Double?
    var speakerBoost: Bool?
    var emotion: String?
    var model: String?

    init(_ fields: Fields) throws(RequestError) {
        for fields in try [fields.object("voice"), fields].compactMap(\.self) {
            if id == nil { id = try fields.string(["voice_id", "voice_name"]) }
            if speed == nil { speed = try fields.number("rate", in: VoiceSettings.speeds) }
            if pitch == nil { pitch = try fields.number("pitch", in: VoiceSettings.pitches) }
            if emotion == nil { emotion = try Self.word(fields, "emotion") }
            for settings in try [fields.object("elevenlabs_settings"), fields.object("voice_settings")] {
                if let settings { try take(settings) }
            }
        }
    }

    private mutating func take(_ settings: Fields) throws(RequestError) {
        if speed == nil { speed = try settings.number("speed", in: VoiceSettings.speeds) }
        if stability == nil { stability = try settings.number("stability", in: 0...1) }
        if similarity == nil { similarity = try settings.number("similarity_boost", in: 0...1) }
        if style == nil { style = try settings.number("style", in: 0...1) }
        if speakerBoost == nil { speakerBoost = try settings.flag("use_speaker_boost") }
        if model == nil { model = try Self.name(settings, ["model_id", "model"]) }
    }

    /// It goes into an instruction for the voice, so it is a word and nothing else.
    private static func word(_ fields: Fields, _ name: String) throws(RequestError) -> String? {
        guard let text = try fields.text(name, atMost: 32)?.lowercased(), !text.isEmpty else { return nil }
        guard text.wholeMatch(of: /[\p{L} -]+/) != nil else {
            throw .outOfRange(field: "voice.\(name)", allowed: "a word such as friendly, serious or excited")
        }
        return text
    }

    /// Into an address.
    private static func name(_ fields: Fields, _ names: [String]) throws(RequestError) -> String? {
        guard let text = try fields.string(names) else { return nil }
        guard text.wholeMatch(of: /[A-Za-z0-9._-]{1,64}/) != nil else {
            throw .outOfRange(field: names[0], allowed: "the name of a model, of letters, digits, dots, _ and -")
        }
        return text
    }

    var isEmpty: Bool { id == nil && !hasSettings }

    private var hasSettings: Bool {
        speed != nil || pitch != nil || stability != nil || similarity != nil || style != nil || speakerBoost != nil
            || emotion != nil || model != nil
    }

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
        return settings(over: VoiceChoice(id: found.id, language: found.language))
    }

    /// The same voice with other settings, or another voice, for one task.
    func choice(over voice: VoiceChoice, among source: any SpeechSource) throws(RequestError) -> VoiceChoice {
        guard id != nil else { return settings(over: voice) }
        var chosen = try choice(avatarVoice: voice.id, language: nil, among: source)
        chosen.speed = speed ?? voice.speed
        chosen.pitch = pitch ?? voice.pitch
        return chosen
    }

    private func settings(over voice: VoiceChoice) -> VoiceChoice {
        var chosen = voice
        chosen.speed = speed ?? voice.speed
        chosen.pitch = pitch ?? voice.pitch
        chosen.stability = stability ?? voice.stability
        chosen.similarity = similarity ?? voice.similarity
        chosen.style = style ?? voice.style
        chosen.speakerBoost = speakerBoost ?? voice.speakerBoost
        chosen.emotion = emotion ?? voice.emotion
        chosen.model = model ?? voice.model
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
    /// What of the request has no effect here, in sentences for people.
    var notes: [String]
}
