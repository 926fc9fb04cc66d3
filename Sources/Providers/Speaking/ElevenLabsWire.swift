internal import Core
internal import Foundation
internal import Speech

/// The messages of ElevenLabs' `stream-input` WebSocket (API reference, "Text to Speech: WebSocket").
enum ElevenLabsWire {
    static let sampleRate = 24_000

    /// The first message: a space and how the voice speaks.
    static func opening(_ choice: VoiceChoice) throws -> String {
        let settings = Opening.Settings(
            stability: choice.stability, similarityBoost: choice.similarity, style: choice.style,
            // The service takes 0.7…1.2.
            speed: choice.speed == 1 ? nil : min(max(choice.speed, 0.7), 1.2))
        return try encode(Opening(voiceSettings: settings.isEmpty ? nil : settings))
    }

    /// One text with the space the service asks for at its end; what is there is spoken at once.
    static func text(_ text: String) throws -> String {
        try encode(Text(text: text.hasSuffix(" ") ? text : text + " ", flush: true))
    }

    /// Nothing more comes.
    static let closing = #"{"text":""}"#

    private static func encode(_ message: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(message), as: UTF8.self)
    }

    private struct Opening: Encodable {
        struct Settings: Encodable {
            var stability: Double?
            var similarityBoost: Double?
            var style: Double?
            var speed: Double?
            var isEmpty: Bool { stability == nil && similarityBoost == nil && style == nil && speed == nil }

            enum CodingKeys: String, CodingKey {
                case stability, style, speed
                case similarityBoost = "similarity_boost"
            }
        }
        var text = " "
        var voiceSettings: Settings?

        enum CodingKeys: String, CodingKey {
            case text
            case voiceSettings = "voice_settings"
        }
    }

    private struct Text: Encodable {
        var text: String
        var flush: Bool
    }

    // MARK: What comes

    struct Reply: Decodable {
        var audio: String?
        var isFinal: Bool?
        var alignment: Alignment?
        var message: String?
        var error: String?
        var code: Int?
    }

    struct Alignment: Decodable {
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

    /// Reads replies in their order.
    struct Reader {
        private var code = PulseCode()
        private var seconds = 0.0

        /// - Returns: Nil when all has come.
        mutating func read(_ text: String) throws(SoundFault) -> ProvidedSound? {
            guard let reply = try? JSONDecoder().decode(Reply.self, from: Data(text.utf8)) else {
                throw SoundFault(.garbage(detail: "a message that is not the documented JSON"))
            }
            if let fault = Self.fault(of: reply) { throw SoundFault(fault) }
            var samples: [Float] = []
            if let audio = reply.audio, !audio.isEmpty {
                guard let bytes = Data(base64Encoded: audio) else {
                    throw SoundFault(.garbage(detail: "sound that is not base64"))
                }
                samples = code.samples(bytes)
            }
            if samples.isEmpty, reply.isFinal == true { return nil }
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

        private static func fault(of reply: Reply) -> ProviderError.Fault? {
            guard let reason = reply.error ?? (reply.audio == nil && reply.isFinal != true ? reply.message : nil) else {
                return nil
            }
            let text = (reason + " " + (reply.message ?? "")).lowercased()
            if text.contains("api_key") || text.contains("api key") || text.contains("unauthorized")
                || text.contains("auth")
            {
                return .unauthorized
            }
            if text.contains("rate") || text.contains("quota") || text.contains("concurren") || text.contains("busy") {
                return .rateLimited(retryAfter: nil)
            }
            return reply.code == 1011 ? .serverFailed(status: 500) : .rejected(status: reply.code ?? 1008)
        }
    }
}
