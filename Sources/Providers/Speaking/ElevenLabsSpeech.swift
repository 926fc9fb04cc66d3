internal import Core
internal import Foundation
package import HTTP
package import Speech

/// Voices of ElevenLabs over the streaming WebSocket, with the time of every character. One connection and one try per
/// text.
package struct ElevenLabsSpeech: SoundProvider {
    private let client: HTTPClient
    private let base: String
    private let model: String
    private let key: String
    private let reach: Egress.Reach
    private let timeouts: SpeakingTimeouts
    private let sleep: @Sendable (Duration) async throws -> Void

    package let name: String
    package let controls: Set<VoiceControl> = [.speed, .stability, .similarity, .style]

    package static let standardURL = "wss://api.elevenlabs.io/v1"
    package static let standardModel = "eleven_flash_v2_5"

    /// - Parameters:
    ///   - url: Empty is ElevenLabs' own.
    ///   - model: Empty is the quickest.
    package init(
        _ client: HTTPClient, url: String = "", model: String = "", key: String, reach: Egress.Reach,
        timeouts: SpeakingTimeouts = .init(),
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.client = client
        var base = url.isEmpty ? Self.standardURL : url
        while base.hasSuffix("/") { base.removeLast() }
        self.base = base
        self.model = model.isEmpty ? Self.standardModel : model
        self.key = key
        self.reach = reach
        self.timeouts = timeouts
        self.sleep = sleep
        name = URL(string: base)?.host() ?? "elevenlabs"
    }

    package func sound(
        of text: String, voice: String, choice: VoiceChoice
    ) -> AsyncThrowingStream<ProvidedSound, any Error> {
        AsyncThrowingStream { continuation in
            let task = Task(priority: .userInitiated) {
                do {
                    try await read(text, voice: voice, choice: choice) { continuation.yield($0) }
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    private func url(_ voice: String) -> String {
        let clean = voice.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let named =
            model.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "_"))) ?? ""
        return "\(base)/text-to-speech/\(clean)/stream-input?model_id=\(named)&output_format=pcm_24000"
            + "&sync_alignment=true"
    }

    private func read(
        _ text: String, voice: String, choice: VoiceChoice, yield: @Sendable (ProvidedSound) -> Void
    ) async throws {
        let patience = Patience(timeouts, sleep: sleep)
        do {
            let socket = try await client.webSocket(
                url(voice), headers: key.isEmpty ? [:] : ["xi-api-key": key], reach: reach, timeouts: timeouts.http)
            let watch = Task {
                await patience.watch()
                if patience.exhausted != nil { await socket.close(.normal) }
            }
            defer { watch.cancel() }
            try await withTaskCancellationHandler {
                try await converse(over: socket, text, choice: choice, patience, yield: yield)
            } onCancel: {
                Task { await socket.close(.normal) }
            }
        } catch let error as HTTPClientError {
            guard let fault = ProviderError.Fault(speaking: error, within: timeouts) else { throw CancellationError() }
            throw self.fault(fault)
        } catch let error as WebSocketError {
            if Task.isCancelled { throw CancellationError() }
            if let time = patience.exhausted { throw fault(.timedOut(time)) }
            throw fault(Self.fault(of: error))
        } catch let error as SoundFault {
            throw fault(error.fault)
        }
    }

    private func converse(
        over socket: WebSocketConnection, _ text: String, choice: VoiceChoice, _ patience: Patience,
        yield: (ProvidedSound) -> Void
    ) async throws {
        for message in [try ElevenLabsWire.opening(choice), try ElevenLabsWire.text(text), ElevenLabsWire.closing] {
            try await socket.send(text: message)
        }
        var reader = ElevenLabsWire.Reader()
        var hasSound = false
        for try await message in socket.messages {
            guard case .text(let text) = message else {
                throw SoundFault(.garbage(detail: "a binary message"))
            }
            guard let sound = try reader.read(text) else {
                await socket.close(.normal)
                return
            }
            patience.heard()
            hasSound = hasSound || !sound.audio.samples.isEmpty
            yield(sound)
        }
        try Task.checkCancellation()
        if let time = patience.exhausted { throw SoundFault(.timedOut(time)) }
        // It ends without its last message when the key or the text is refused.
        throw SoundFault(Self.fault(closed: await socket.closure, hasSound: hasSound))
    }

    private static func fault(closed closure: WebSocketClosure?, hasSound: Bool) -> ProviderError.Fault {
        guard let closure else { return .cut }
        let reason = closure.reason.lowercased()
        if reason.contains("auth") || reason.contains("key") { return .unauthorized }
        if reason.contains("rate") || reason.contains("quota") { return .rateLimited(retryAfter: nil) }
        if closure.code == 1011 { return .serverFailed(status: 500) }
        return closure.code == 1008 ? .rejected(status: 1008) : .cut
    }

    private static func fault(of error: WebSocketError) -> ProviderError.Fault {
        switch error {
        case .tooLarge: .tooLarge
        case .badFrame: .garbage(detail: "a message that is not of the WebSocket protocol")
        default: .cut
        }
    }

    private func fault(_ fault: ProviderError.Fault) -> ProviderError { ProviderError(.speaking, name, fault) }
}
