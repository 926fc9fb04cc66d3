package import Conversation
internal import Core
internal import HTTP
package import Speech

/// Recognises speech with Deepgram's streaming WebSocket, a connection for each utterance: text comes while somebody
/// speaks, and the final text soon after. Any thread.
///
/// An utterance is kept until its text is there: when the connection fails or breaks, it is sent once more from its
/// beginning, as fast as it is taken.
package struct DeepgramRecogniser: SpeechRecogniser {
    package struct Settings: Equatable, Sendable {
        package var model: String
        /// Base languages it understands; nil takes any.
        package var languages: Set<String>?
        /// For the connection, while sound is kept.
        package var connect: Duration
        /// From the end of the utterance to its text, further tries included.
        package var final: Duration

        package init(
            model: String = "nova-3", languages: Set<String>? = nil, connect: Duration = .seconds(3),
            final: Duration = .seconds(4)
        ) {
            self.model = model
            self.languages = languages
            self.connect = connect
            self.final = final
        }
    }

    package var name: String { ServiceAddress(service.url.isEmpty ? DeepgramAddress.standard : service.url).host }
    package var languages: Set<String>? { settings.languages }
    let service: Service
    let settings: Settings
    let retries: RetryPolicy

    /// - Parameter service: An empty address is Deepgram's own.
    package init(
        _ service: Service, settings: Settings = Settings(),
        retries: RetryPolicy = RetryPolicy(tries: 2, backoff: .milliseconds(100), longestWait: .seconds(1))
    ) {
        self.service = service
        self.settings = settings
        self.retries = retries
    }

    package func transcribe(_ request: RecognitionRequest) -> any Transcription {
        DeepgramTranscription(self, request)
    }

    /// The text of an utterance that is still being heard. Throws ``ProviderError``.
    func text(
        of utterance: StreamedUtterance, _ request: RecognitionRequest,
        onPartial: @escaping @Sendable (RecognisedText) -> Void
    ) async throws -> String {
        var attempt = 1
        while true {
            do {
                return try await listen(to: utterance, request, onPartial)
            } catch let error as ProviderError where !Task.isCancelled {
                let wait = retries.wait(
                    after: error.fault, attempt: attempt, remaining: utterance.deadline.remaining,
                    jitter: .random(in: 0..<1))
                guard let wait else { throw error }
                attempt += 1
                try await Task.sleep(for: wait)
            }
        }
    }

    private func listen(
        to utterance: StreamedUtterance, _ request: RecognitionRequest,
        _ onPartial: @escaping @Sendable (RecognisedText) -> Void
    ) async throws -> String {
        let socket = try await connect(request)
        utterance.begin()
        do {
            let text = try await withThrowingTaskGroup(of: String?.self) { group in
                group.addTask {
                    try await Self.send(utterance, to: socket)
                    return nil
                }
                group.addTask {
                    // The connection is given up after ten seconds without sound or this.
                    while true {
                        try await Task.sleep(for: .seconds(4))
                        try await socket.send(text: #"{"type":"KeepAlive"}"#)
                    }
                }
                group.addTask { try await receive(from: socket, utterance, onPartial) }
                defer { group.cancelAll() }
                while true {
                    do {
                        if let text = try await group.next() ?? "" { return text }
                    } catch is WebSocketError {
                        // Who cannot send leaves it to who receives to say why.
                        continue
                    }
                }
            }
            await socket.close()
            return text
        } catch {
            await socket.close()
            throw error
        }
    }

    private func connect(_ request: RecognitionRequest) async throws -> WebSocketConnection {
        var headers: HTTPHeaders = [:]
        if let key = service.key, !key.isEmpty { headers["Authorization"] = "Token \(key)" }
        headers.merge(service.headers)
        let timeouts = HTTPTimeouts(
            connect: settings.connect, firstByte: settings.connect, idle: settings.connect, total: settings.connect)
        let url = DeepgramAddress.url(service.url, model: settings.model, request)
        do throws(HTTPClientError) {
            return try await service.client.webSocket(
                url, headers: headers, reach: service.reach, timeouts: timeouts)
        } catch {
            throw Service.error(error, .listening, name, timeouts)
        }
    }

    /// Sends sound as it is heard, and at its end asks for what is still open.
    private static func send(_ utterance: StreamedUtterance, to socket: WebSocketConnection) async throws {
        var sent = 0
        for await _ in utterance.news() {
            while case let piece = utterance.samples(from: sent), !piece.isEmpty {
                try await socket.send(
                    binary: piece.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] })
                sent += piece.count
            }
            if utterance.isFinished(at: sent) {
                // The first settles what was heard and is the quicker one; the second has an answer in any case.
                try await socket.send(text: #"{"type":"Finalize"}"#)
                try await socket.send(text: #"{"type":"CloseStream"}"#)
                return
            }
        }
    }

    private func receive(
        from socket: WebSocketConnection, _ utterance: StreamedUtterance,
        _ onPartial: @Sendable (RecognisedText) -> Void
    ) async throws -> String {
        var transcript = DeepgramTranscript()
        do {
            for try await message in socket.messages {
                guard case .text(let text) = message else { continue }
                let partial = try transcript.read(text, isLast: utterance.isLast)
                if transcript.isComplete { return transcript.text }
                if let partial, !partial.text.isEmpty { onPartial(partial) }
            }
            try Task.checkCancellation()
            let closure = await socket.closure
            try transcript.close(
                code: closure.map { Int($0.code) }, reason: closure?.reason ?? "", isLast: utterance.isLast)
            return transcript.text
        } catch let fault as ProviderError.Fault {
            throw ProviderError(.listening, name, fault)
        } catch let error as WebSocketError {
            let fault: ProviderError.Fault
            switch error {
            case .cancelled: throw CancellationError()
            case .cut, .closed: fault = .cut
            case .silent, .stalled: fault = .timedOut(settings.final)
            case .tooLarge: fault = .tooLarge
            case .badFrame: fault = .garbage(detail: "not the WebSocket protocol")
            }
            throw ProviderError(.listening, name, fault)
        }
    }
}
