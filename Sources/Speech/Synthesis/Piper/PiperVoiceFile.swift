internal import Foundation

/// What the JSON beside a Piper voice says (piper1-gpl, "Voices").
struct PiperVoiceFile: Sendable {
    let sampleRate: Int
    let language: String
    /// As espeak-ng names it.
    let espeakVoice: String
    let ids: [String: [Int64]]
    let speakers: Int
    let noise: Float
    let length: Float
    let width: Float
    /// Samples of one frame of durations.
    let hop: Int

    private struct Content: Decodable {
        struct Audio: Decodable { var sampleRate: Int }
        struct Espeak: Decodable { var voice: String }
        struct Language: Decodable { var code: String? }
        struct Inference: Decodable {
            var noiseScale: Float?
            var lengthScale: Float?
            var noiseW: Float?
        }
        var audio: Audio
        var espeak: Espeak?
        var language: Language?
        var inference: Inference?
        var phonemeType: String?
        var phonemeIdMap: [String: [Int64]]
        var numSpeakers: Int?
        var hopLength: Int?
    }

    /// - Throws: `SpeechError.engineMissing`.
    init(json: Data, name: String) throws(SpeechError) {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let content = try? decoder.decode(Content.self, from: json),
            (8_000...48_000).contains(content.audio.sampleRate), (1...4_096).contains(content.hopLength ?? 256)
        else { throw .engineMissing(reason: "\(name).json is not the description of a Piper voice") }
        guard content.phonemeType ?? "espeak" == "espeak", let espeak = content.espeak?.voice else {
            throw .engineMissing(reason: "the voice \(name) does not take espeak-ng's phonemes")
        }
        sampleRate = content.audio.sampleRate
        espeakVoice = espeak
        language = (content.language?.code ?? espeak).replacing("_", with: "-")
        ids = content.phonemeIdMap
        speakers = content.numSpeakers ?? 1
        noise = content.inference?.noiseScale ?? 0.667
        length = content.inference?.lengthScale ?? 1
        width = content.inference?.noiseW ?? 0.8
        hop = content.hopLength ?? 256
    }

    /// The ids of a clause's phonemes, each with the place of its phoneme (nil for the padding's own): beginning, then
    /// every phoneme and a pad, then the end.
    func ids(of phonemes: [Unicode.Scalar]) -> [(id: Int64, phoneme: Int?)] {
        let pad = ids["_"] ?? [0]
        var found = ((ids["^"] ?? []) + pad).map { (id: $0, phoneme: Int?.none) }
        for (index, phoneme) in phonemes.enumerated() {
            guard let own = ids[String(phoneme)] else { continue }
            found += (own + pad).map { (id: $0, phoneme: Int?.some(index)) }
        }
        return found + (ids["$"] ?? []).map { (id: $0, phoneme: nil) }
    }
}
