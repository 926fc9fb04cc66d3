internal import Core
internal import Foundation
internal import Speech

/// The messages of ElevenLabs' multi-context WebSocket, `multi-stream-input` (API reference, "Multi-Context WebSocket").
///
/// A context is one text with its own settings; several share a connection. A flush has what is there spoken at once, and
/// a context that is closed after it ends with a message that says so.
enum ElevenLabsWire {
    static let sampleRate = 24_000

    /// A context's first message: a space and how the voice speaks.
    static func opening(_ choice: VoiceChoice, context: String) throws -> String {
        let settings = Opening.Settings(
            stability: choice.stability, similarityBoost: choice.similarity, style: choice.style,
            useSpeakerBoost: choice.speakerBoost,
            // The service takes 0.7…1.2.
            speed: choice.speed == 1 ? nil : min(max(choice.speed, 0.7), 1.2))
        return try encode(Opening(voiceSettings: settings.isEmpty ? nil : settings, contextId: context))
    }

    /// One text with the space the service asks for at its end; what is there is spoken at once.
    static func text(_ text: String, context: String) throws -> String {
        try encode(Text(text: text.hasSuffix(" ") ? text : text + " ", contextId: context, flush: true))
    }

    /// Nothing more comes of it.
    static func closing(_ context: String) throws -> String { try encode(Closing(contextId: context)) }

    private static func encode(_ message: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(message), as: UTF8.self)
    }

    private struct Opening: Encodable {
        struct Settings: Encodable {
            var stability: Double?
            var similarityBoost: Double?
            var style: Double?
            var useSpeakerBoost: Bool?
            var speed: Double?
            var isEmpty: Bool {
                stability == nil && similarityBoost == nil && style == nil && useSpeakerBoost == nil && speed == nil
            }
        }
        var text = " "
        var voiceSettings: Settings?
        var contextId: String
    }

    private struct Text: Encodable {
        var text: String
        var contextId: String
        var flush: Bool
    }

    private struct Closing: Encodable {
        var contextId: String
        var closeContext = true
    }

    // MARK: What comes

    struct Reply: Decodable, Sendable {
        var context: String?
        var audio: String?
        var isFinal: Bool
        var alignment: Alignment?
        var message: String?
        var error: String?
        var code: Int?

        private enum CodingKeys: String, CodingKey {
            case audio, isFinal, alignment, message, error, code, contextId
            case otherFinal = "is_final"
            case otherContext = "context_id"
        }

        /// Two names are in use for two of its fields.
        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            context =
                try fields.decodeIfPresent(String.self, forKey: .contextId)
                ?? fields.decodeIfPresent(String.self, forKey: .otherContext)
            audio = try fields.decodeIfPresent(String.self, forKey: .audio)
            isFinal =
                try fields.decodeIfPresent(Bool.self, forKey: .isFinal)
                ?? fields.decodeIfPresent(Bool.self, forKey: .otherFinal) ?? false
            alignment = try fields.decodeIfPresent(Alignment.self, forKey: .alignment)
            message = try fields.decodeIfPresent(String.self, forKey: .message)
            error = try fields.decodeIfPresent(String.self, forKey: .error)
            code = try fields.decodeIfPresent(Int.self, forKey: .code)
        }

        init(_ text: String) throws(SoundFault) {
            guard let reply = try? JSONDecoder().decode(Reply.self, from: Data(text.utf8)) else {
                throw SoundFault(.garbage(detail: "a message that is not the documented JSON"))
            }
            self = reply
        }

        var fault: ProviderError.Fault? {
            guard let reason = error ?? (audio == nil && !isFinal ? message : nil) else { return nil }
            let text = (reason + " " + (message ?? "")).lowercased()
            if text.contains("api_key") || text.contains("api key") || text.contains("auth") { return .unauthorized }
            if text.contains("rate") || text.contains("quota") || text.contains("concurren") || text.contains("busy") {
                return .rateLimited(retryAfter: nil)
            }
            return code == 1011 ? .serverFailed(status: 500) : .rejected(status: code ?? 1008)
        }
    }

    struct Alignment: Decodable, Sendable {
        var chars: [String]
        var starts: [Double]
        var durations: [Double]

        private enum CodingKeys: String, CodingKey {
            case chars, charStartTimesMs, charsStartTimesMs, charDurationsMs, charsDurationsMs
        }

        /// The reference spells the names in two ways.
        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            chars = try fields.decode([String].self, forKey: .chars)
            starts =
                try fields.decodeIfPresent([Double].self, forKey: .charStartTimesMs)
                ?? fields.decode([Double].self, forKey: .charsStartTimesMs)
            durations =
                try fields.decodeIfPresent([Double].self, forKey: .charDurationsMs)
                ?? fields.decode([Double].self, forKey: .charsDurationsMs)
        }
    }

    /// Reads the replies of one context in their order.
    struct Reader {
        private var code = PulseCode()
        private var seconds = 0.0

        /// - Returns: Nil when all has come.
        mutating func read(_ reply: Reply) throws(SoundFault) -> ProvidedSound? {
            if let fault = reply.fault { throw SoundFault(fault) }
            var samples: [Float] = []
            if let audio = reply.audio, !audio.isEmpty {
                guard let bytes = Data(base64Encoded: audio) else {
                    throw SoundFault(.garbage(detail: "sound that is not base64"))
                }
                samples = code.samples(bytes)
            }
            if samples.isEmpty, reply.isFinal { return nil }
            let characters = characters(reply.alignment)
            seconds += Double(samples.count) / Double(sampleRate)
            return ProvidedSound(
                audio: AudioClip(samples: samples, sampleRate: sampleRate), characters: characters)
        }

        /// Times count from the message's own sound, or, from some models, from the first.
        private func characters(_ alignment: Alignment?) -> [ProvidedSound.Character] {
            guard let alignment, alignment.chars.count == alignment.starts.count,
                alignment.chars.count == alignment.durations.count, let first = alignment.starts.first
            else { return [] }
            let offset = seconds > 0.1 && first / 1_000 > seconds - 0.15 ? 0 : seconds
            return zip(alignment.chars, zip(alignment.starts, alignment.durations)).map { text, time in
                let start = offset + max(time.0, 0) / 1_000
                return .init(text: text, start: start, end: start + max(time.1, 0) / 1_000)
            }
        }
    }
}
