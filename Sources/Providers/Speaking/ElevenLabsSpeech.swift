internal import Core
internal import Foundation
package import HTTP
package import Speech

/// Voices of ElevenLabs over the multi-context WebSocket, with the time of every character. The clauses of an answer share
/// a connection, which stays for the next answer if that comes soon. One try per text, unless a connection that was kept
/// turns out to be gone.
package struct ElevenLabsSpeech: SoundProvider {
    private let client: HTTPClient
    private let base: String
    private let model: String
    private let key: String
    private let reach: Egress.Reach
    private let timeouts: SpeakingTimeouts
    private let sleep: @Sendable (Duration) async throws -> Void
    private let lines = ElevenLabsLines()

    package let name: String
    package let controls: Set<VoiceControl> = [
        .speed, .stability, .similarity, .style, .speakerBoost, .model,
    ]

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

    private func address(_ voice: String, _ choice: VoiceChoice) -> String {
        let clean = voice.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let model = choice.model.flatMap { $0.isEmpty ? nil : $0 } ?? model
        let named =
            model.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "_"))) ?? ""
        return "\(base)/text-to-speech/\(clean)/multi-stream-input?model_id=\(named)&output_format=pcm_24000"
            + "&sync_alignment=true"
    }

    private func read(
        _ text: String, voice: String, choice: VoiceChoice, yield: @Sendable (ProvidedSound) -> Void
    ) async throws {
        let address = address(voice, choice)
        if let (line, id, replies) = await lines.kept(for: address) {
            do {
                return try await converse(on: line, id, replies, text, choice, address, yield: yield)
            } catch is StaleLine {
                // Nothing was heard of it; a new one is opened.
            }
        }
        do {
            let socket = try await client.webSocket(
                address, headers: key.isEmpty ? [:] : ["xi-api-key": key], reach: reach,
                limits: WebSocketLimits(message: 8 << 20), timeouts: timeouts.http)
            let line = ElevenLabsLine(socket)
            line.listen()
            guard let (id, replies) = await line.begin() else { throw fault(.cut) }
            await lines.keep(line, for: address)
            do {
                try await converse(on: line, id, replies, text, choice, address, yield: yield)
            } catch is StaleLine {
                throw fault(.cut)
            }
        } catch let error as HTTPClientError {
            guard let fault = ProviderError.Fault(speaking: error, within: timeouts) else { throw CancellationError() }
            throw self.fault(fault)
        }
    }

    /// The connection was closed before it said a word of this text.
    private struct StaleLine: Error {}

    private func converse(
        on line: ElevenLabsLine, _ id: String, _ replies: ElevenLabsLine.Replies, _ text: String,
        _ choice: VoiceChoice, _ address: String, yield: @Sendable (ProvidedSound) -> Void
    ) async throws {
        let patience = Patience(timeouts, sleep: sleep)
        let watch = Task {
            await patience.watch()
            if let time = patience.exhausted { await line.end(id, throwing: SoundFault(.timedOut(time))) }
        }
        defer {
            watch.cancel()
            Task { [lines] in
                await line.end(id)
                lines.rest(line, of: address)
            }
        }
        var hasReply = false
        do {
            do {
                for message in [
                    try ElevenLabsWire.opening(choice, context: id), try ElevenLabsWire.text(text, context: id),
                    try ElevenLabsWire.closing(id),
                ] { try await line.send(message) }
            } catch is WebSocketError {
                // Who cannot send leaves it to what comes to say why.
            }
            var reader = ElevenLabsWire.Reader()
            for try await reply in replies {
                hasReply = true
                guard let sound = try reader.read(reply) else { return }
                patience.heard()
                yield(sound)
            }
            try Task.checkCancellation()
            // Its last message had sound as well.
        } catch let error as SoundFault {
            if !hasReply, error.fault == .cut { throw StaleLine() }
            throw fault(error.fault)
        }
    }

    private func fault(_ fault: ProviderError.Fault) -> ProviderError { ProviderError(.speaking, name, fault) }
}
