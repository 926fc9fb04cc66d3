package import Conversation
internal import Core
internal import HTTP
package import Speech

/// Recognises speech with an OpenAI-compatible `/audio/transcriptions`, an utterance at a time. Any thread.
package struct OpenAITranscriber: SpeechRecogniser {
    package struct Settings: Equatable, Sendable {
        package var model: String
        /// Base languages it understands; nil takes any.
        package var languages: Set<String>?
        /// Asks for the text while it is being written. `whisper-1` and many local servers ignore it.
        package var isStreamed: Bool
        /// For the connection.
        package var connect: Duration
        /// From the end of the utterance to its text, all tries included. A tenth of the utterance's length is added, for
        /// what takes its time with a long one.
        package var total: Duration

        package init(
            model: String, languages: Set<String>? = nil, isStreamed: Bool = false, connect: Duration = .seconds(3),
            total: Duration = .seconds(4)
        ) {
            self.model = model
            self.languages = languages
            self.isStreamed = isStreamed
            self.connect = connect
            self.total = total
        }
    }

    package var name: String { service.address.host }
    package var languages: Set<String>? { settings.languages }
    let service: Service
    let settings: Settings
    let retries: RetryPolicy

    package init(
        _ service: Service, settings: Settings, retries: RetryPolicy = RetryPolicy(tries: 2, longestWait: .seconds(1))
    ) {
        self.service = service
        self.settings = settings
        self.retries = retries
    }

    package func transcribe(_ request: RecognitionRequest) -> any Transcription {
        OpenAITranscription(self, request)
    }

    /// The text of an utterance. Throws ``ProviderError``.
    func text(
        of samples: [Int16], _ request: RecognitionRequest, onPartial: @Sendable (RecognisedText) -> Void
    ) async throws -> String {
        // OpenAI refuses less than 0.1 s as too short; no word is that short.
        guard samples.count >= UtteranceSound.rate / 10 else { return "" }
        let form = form(of: samples, request)
        let length = Double(samples.count) / Double(UtteranceSound.rate)
        let deadline = ContinuousClock.now + settings.total + .seconds(length / 10)
        var attempt = 1
        while true {
            do {
                return try await ask(form, within: max(.milliseconds(1), deadline - .now), onPartial)
            } catch let error as ProviderError {
                let wait = retries.wait(
                    after: error.fault, attempt: attempt, remaining: deadline - .now, jitter: .random(in: 0..<1))
                guard let wait else { throw error }
                attempt += 1
                try await Task.sleep(for: wait)
            }
        }
    }

    func form(of samples: [Int16], _ request: RecognitionRequest) -> MultipartForm {
        var form = MultipartForm()
        let sound = WAV.bytes(of: samples, sampleRate: UtteranceSound.rate)
        form.add("file", file: "utterance.wav", type: "audio/wav", sound)
        form.add("model", settings.model)
        form.add("response_format", "json")
        // ISO 639-1 is asked for; what has no such code is left to the model.
        let base = request.language?.prefix { $0 != "-" && $0 != "_" }.lowercased() ?? ""
        if base.utf8.count == 2 { form.add("language", base) }
        let prompt = Self.prompt(request.keywords)
        if !prompt.isEmpty { form.add("prompt", prompt) }
        if settings.isStreamed { form.add("stream", "true") }
        return form
    }

    /// Whisper reads the last 224 tokens of a prompt; the most likely words must be among them.
    private static func prompt(_ keywords: [String]) -> String {
        var prompt = ""
        for word in keywords {
            guard prompt.count + word.count + 2 <= 500 else { break }
            prompt += prompt.isEmpty ? word : ", " + word
        }
        return prompt
    }

    private func ask(
        _ form: MultipartForm, within time: Duration, _ onPartial: @Sendable (RecognisedText) -> Void
    ) async throws -> String {
        let timeouts = HTTPTimeouts(connect: min(settings.connect, time), firstByte: time, idle: time, total: time)
        let response = try await service.stream(
            service.post(
                "audio/transcriptions", body: form.bytes, type: form.contentType,
                accept: "application/json, text/event-stream", timeouts: timeouts, maximumBody: 1 << 20),
            for: .listening)
        defer { response.cancel() }
        var reply = TranscriptionReply(contentType: response.headers["Content-Type"])
        do {
            for try await chunk in response.chunks { try reply.push(chunk).forEach(onPartial) }
            return try reply.finish()
        } catch let error as HTTPClientError {
            throw Service.error(error, .listening, name, timeouts)
        } catch let fault as ProviderError.Fault {
            throw ProviderError(.listening, name, fault)
        }
    }
}
