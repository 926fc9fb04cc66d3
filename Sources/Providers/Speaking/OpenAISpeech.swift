internal import Core
internal import Foundation
package import HTTP
package import Speech

/// Voices behind an OpenAI-compatible `/v1/audio/speech`, streamed as PCM at 24 kHz. One try per text.
package struct OpenAISpeech: SoundProvider {
    private let client: HTTPClient
    private let url: String
    private let model: String
    private let headers: HTTPHeaders
    private let reach: Egress.Reach
    private let timeouts: SpeakingTimeouts

    package let name: String
    /// The models of the first generation take no instructions (OpenAI, "Create speech").
    package var controls: Set<VoiceControl> { model.hasPrefix("tts-1") ? [.speed] : [.speed, .emotion] }

    /// Hz of `response_format: pcm` (OpenAI, "Create speech").
    static let sampleRate = 24_000

    /// - Parameters:
    ///   - url: With the version: "https://api.openai.com/v1".
    ///   - key: Empty sends none.
    package init(
        _ client: HTTPClient, url: String, model: String, key: String, reach: Egress.Reach,
        timeouts: SpeakingTimeouts = .init()
    ) {
        self.client = client
        var base = url
        while base.hasSuffix("/") { base.removeLast() }
        self.url = base + "/audio/speech"
        self.model = model
        name = URL(string: url)?.host() ?? "tts"
        var headers: HTTPHeaders = ["Content-Type": "application/json", "Accept": "audio/pcm, audio/wav"]
        if !key.isEmpty { headers["Authorization"] = "Bearer \(key)" }
        self.headers = headers
        self.reach = reach
        self.timeouts = timeouts
    }

    package func sound(
        of text: String, voice: String, choice: VoiceChoice
    ) -> AsyncThrowingStream<ProvidedSound, any Error> {
        let request: OutgoingRequest
        do {
            let body = Body(
                model: model, input: text, voice: voice, speed: choice.speed == 1 ? nil : choice.speed,
                instructions: controls.contains(.emotion) ? Self.instructions(choice.emotion) : nil)
            request = OutgoingRequest(
                .post, url, headers: headers, body: Array(try JSONEncoder().encode(body)), reach: reach,
                timeouts: timeouts.http, maximumBody: 1 << 26, maximumRedirects: 0)
        } catch {
            let failure = fault(.garbage(detail: "the request cannot be written"))
            return AsyncThrowingStream { $0.finish(throwing: failure) }
        }
        return AsyncThrowingStream(ProvidedSound.self, bufferingPolicy: .unbounded) { continuation in
            let task = Task(priority: .userInitiated) {
                do {
                    try await read(request) { continuation.yield($0) }
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    private func read(_ request: OutgoingRequest, yield: (ProvidedSound) -> Void) async throws {
        do {
            let response = try await client.stream(request)
            guard response.status == 200 else {
                throw fault(ProviderError.Fault(speakingStatus: response.status, response.headers))
            }
            try check(response.headers["Content-Type"]?.lowercased() ?? "")
            var body = SoundBody(sampleRate: Self.sampleRate)
            for try await bytes in response.chunks {
                let samples = try body.push(bytes)
                if samples.isEmpty { continue }
                yield(ProvidedSound(audio: AudioClip(samples: samples, sampleRate: body.sampleRate)))
            }
            try body.finish()
        } catch let error as HTTPClientError {
            guard let fault = ProviderError.Fault(speaking: error, within: timeouts) else { throw CancellationError() }
            throw self.fault(fault)
        } catch let error as SoundFault {
            throw fault(error.fault)
        }
    }

    /// HeyGen's emotions, and whatever other word a client has.
    private static func instructions(_ emotion: String?) -> String? {
        guard let emotion, !emotion.isEmpty else { return nil }
        return emotion == "broadcaster" ? "Speak like somebody who reads the news." : "Speak in this tone: \(emotion)."
    }

    /// - Parameter type: In lower case; some servers send none.
    private func check(_ type: String) throws(ProviderError) {
        for wrong in ["text/", "application/json", "audio/mpeg", "audio/ogg", "audio/opus", "audio/aac", "audio/flac"]
        where type.hasPrefix(wrong) {
            throw fault(.garbage(detail: "\(wrong) came, PCM was asked for"))
        }
        // "audio/L16; rate=16000" (RFC 2586).
        let rate = type.split(separator: ";").lazy.map { $0.trimmingCharacters(in: .whitespaces) }
            .first { $0.hasPrefix("rate=") }.flatMap { Int($0.dropFirst(5)) }
        if let rate, rate != Self.sampleRate { throw fault(.wrongSampleRate(rate)) }
    }

    private func fault(_ fault: ProviderError.Fault) -> ProviderError { ProviderError(.speaking, name, fault) }

    /// The request of "Create speech" in OpenAI's reference.
    private struct Body: Encodable {
        var model: String
        var input: String
        var voice: String
        var responseFormat = "pcm"
        /// 0.25…4.
        var speed: Double?
        var instructions: String?

        enum CodingKeys: String, CodingKey {
            case model, input, voice, speed, instructions
            case responseFormat = "response_format"
        }
    }
}
