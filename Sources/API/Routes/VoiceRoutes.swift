internal import Core
internal import Foundation
internal import HTTP
internal import Sessions
internal import Speech

private struct VoiceEntry: Encodable {
    var voiceId: String
    var language: String
    var gender: String
    var name: String
    var previewAudio: String
    var supportPause = false
    var emotionSupport = false
    var supportInteractiveAvatar = true
    var supportLocale = false
    /// The older list's name of it.
    var supportRealtime = true

    init(_ voice: Voice, base: String) {
        voiceId = voice.id
        language = voice.language
        gender = voice.gender.rawValue
        name = voice.name
        previewAudio = "\(base)/v1/voices/\(voice.id)/sample.wav"
    }
}

private struct VoiceList: Encodable { var voices: [VoiceEntry] }

extension Routes {
    mutating func addVoices() {
        add(.get, "/v2/voices") { context, request in
            _ = try await context.gate.admit(request)
            return try .answer(list(context, request))
        }
        add(.get, "/v1/voice.list") { context, request in
            _ = try await context.gate.admit(request)
            return try .success(list(context, request))
        }
        // Open to all, like the posters: an <audio> element sends no header.
        let samples = VoiceSamples(folder: context.settings.sampleFolder)
        add(.get, "/v1/voices/{id}/sample.wav") { context, request in
            let id = request.pathParameters["id"] ?? ""
            guard let voice = context.voices.all.first(where: { $0.id == id }) else {
                throw RequestError.notFound("There is no voice at this path.")
            }
            return cached(try await samples.sample(of: voice, context.voices), type: "audio/wav", for: request)
        }
    }
}

private func list(_ context: APIContext, _ request: HTTPRequest) -> VoiceList {
    let base = origin(of: request)
    return VoiceList(voices: context.voices.all.map { VoiceEntry($0, base: base) })
}

/// A sentence of each voice, spoken on first use and kept as a file.
private actor VoiceSamples {
    private let folder: String?
    private var running: [String: Task<[UInt8], any Error>] = [:]

    init(folder: String?) { self.folder = folder }

    /// Requests for the same sample share the work.
    func sample(of voice: Voice, _ voices: any SpeechSource) async throws -> [UInt8] {
        let file = folder.map { URL(fileURLWithPath: $0).appending(path: voice.id + ".wav") }
        if let file, let kept = try? Data(contentsOf: file) { return Array(kept) }
        if let task = running[voice.id] { return try await task.value }
        let task = Task {
            let choice = VoiceChoice(id: voice.id, language: voice.language)
            var clip = AudioClip(samples: [], sampleRate: 16_000)
            for try await chunk in try voices.speech(of: voice.sample, voice: choice) {
                clip.sampleRate = chunk.audio.sampleRate
                clip.samples += chunk.audio.samples
            }
            return WAVE.bytes(clip)
        }
        running[voice.id] = task
        defer { running[voice.id] = nil }
        let bytes = try await task.value
        if let file {
            try? FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try? Data(bytes).write(to: file, options: .atomic)
        }
        return bytes
    }
}
