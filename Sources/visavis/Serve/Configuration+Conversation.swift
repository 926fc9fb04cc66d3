internal import Conversation
internal import Core
internal import Foundation
internal import HTTP
internal import Knowledge
internal import Operations
internal import Providers
internal import Sessions
internal import Speech

/// The operator's choice of engines and providers.
extension Configuration {
    var egress: Egress { Egress(allowing: outgoing.allow.compactMap { Egress.Allowance($0) }) }

    var conversationSettings: ConversationSettings {
        var settings = ConversationSettings()
        settings.fillerAfter = conversation.fillerAfter > 0 ? .milliseconds(conversation.fillerAfter) : nil
        settings.silenceAfter = conversation.silenceAfter > 0 ? .seconds(conversation.silenceAfter) : nil
        settings.isInterruptible = conversation.interruptible
        settings.apology = conversation.apology
        settings.keepsTranscripts = conversation.transcriptDays > 0
        return settings
    }

    /// Settings that only make sense together.
    func checkConversation() throws(ServeError) {
        if listening.engine == "openai", listening.url.isEmpty {
            throw .missing(setting: "listening.url", reason: "listening.engine is openai, which has to be somewhere")
        }
        if listening.engine == "sherpa", listening.library.isEmpty {
            throw .missing(setting: "listening.library", reason: "listening.engine is sherpa, to be installed")
        }
        if listening.engine == "sherpa", listening.modelFolder.isEmpty {
            throw .missing(setting: "listening.model_folder", reason: "sherpa-onnx brings none")
        }
        if speaking.engine == "openai", speaking.url.isEmpty {
            throw .missing(setting: "speaking.url", reason: "speaking.engine is openai, which has to be somewhere")
        }
        if listening.engine == "deepgram", listening.apiKey.isEmpty, listening.url.isEmpty {
            throw .missing(setting: "listening.api_key", reason: "Deepgram listens to nobody without one")
        }
        if speaking.engine == "elevenlabs", speaking.apiKey.isEmpty, speaking.url.isEmpty {
            throw .missing(setting: "speaking.api_key", reason: "ElevenLabs speaks for nobody without one")
        }
        if !model.toolsFile.isEmpty, model.toolsURL.isEmpty {
            throw .missing(setting: "model.tools_url", reason: "nobody carries out the functions of model.tools_file")
        }
    }

    /// A language model where one is configured, else who quotes the knowledge.
    ///
    /// - Throws: ``ServeError`` for a list of functions that cannot be read.
    func answerer(
        _ client: HTTPClient, knowledge: KnowledgeStore, metrics: Metrics, log: Log
    ) throws -> any Answerer {
        guard let chat = languageModel(client) else { return ExtractiveAnswerer(knowledge: knowledge) }
        let limits = ThinkingLimits(
            promptTokens: model.historyTokens, answerTokens: model.answerTokens,
            firstText: .seconds(model.timeout))
        return ModelAnswerer(
            model: chat, knowledge: knowledge, toolbox: try toolbox(client), limits: limits, metrics: metrics, log: log)
    }

    /// Nil where none is configured.
    func languageModel(_ client: HTTPClient) -> (any LanguageModel)? {
        guard !model.url.isEmpty else { return nil }
        var headers = HTTPHeaders()
        for header in model.headers {
            let parts = header.split(separator: ":", maxSplits: 1)
            headers[String(parts[0])] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        let patience = OpenAIChat.Patience(
            connect: .seconds(min(model.timeout, 5)), firstText: .seconds(model.timeout))
        return OpenAIChat(
            Service(client: client, url: model.url, key: model.apiKey, headers: headers), model: model.name,
            patience: patience)
    }

    private func toolbox(_ client: HTTPClient) throws -> Toolbox? {
        guard !model.toolsFile.isEmpty, !model.toolsURL.isEmpty else { return nil }
        let tools: [ChatTool]
        do {
            tools = try ToolList.read([UInt8](try Data(contentsOf: URL(fileURLWithPath: model.toolsFile))))
        } catch let error as ToolList.Failure {
            throw ServeError.badTools(path: model.toolsFile, reason: error.description)
        } catch {
            throw ServeError.badTools(path: model.toolsFile, reason: "It cannot be read.")
        }
        return Toolbox(tools, executor: WebhookTools(Service(client: client, url: model.toolsURL)))
    }

    /// Nil where the built-in one does not work; why is in the log.
    ///
    /// - Throws: `SherpaError`, when the operator chose it and it does not work.
    func recogniser(_ client: HTTPClient, log: Log) throws -> (any SpeechRecogniser)? {
        switch listening.engine {
        case "openai":
            return OpenAITranscriber(
                Service(client: client, url: listening.url, key: listening.apiKey),
                settings: .init(model: listening.name, total: .seconds(listening.timeout)))
        case "deepgram":
            let url = listening.url.isEmpty ? "wss://api.deepgram.com" : listening.url
            let service = Service(client: client, url: url, key: listening.apiKey)
            var settings = DeepgramRecogniser.Settings(final: .seconds(listening.timeout))
            if !listening.name.isEmpty { settings.model = listening.name }
            return DeepgramRecogniser(service, settings: settings)
        case "sherpa":
            return try SherpaRecogniser(
                library: listening.library, modelFolder: listening.modelFolder, decoders: listening.decoders)
        default:
            do {
                return try BuiltInRecogniser.installed(models: modelFolder, decoders: listening.decoders)
            } catch {
                log(.error, "nobody can be heard", ["reason": "\(error)"])
                return nil
            }
        }
    }

    /// Nil where it is to be looked for beside the program.
    var modelFolder: URL? { paths.models.isEmpty ? nil : URL(fileURLWithPath: paths.models, isDirectory: true) }

    /// The built-in model of sentences; nil where it is not installed, or a provider's embeddings are configured, whose
    /// vectors it would replace.
    var sentences: SentenceEmbedder? {
        guard knowledge.embeddingsURL.isEmpty else { return nil }
        return MeaningFiles.installed(models: modelFolder).map(SentenceEmbedder.init)
    }

    func embedder(_ client: HTTPClient) -> (any Embedder)? {
        guard !knowledge.embeddingsURL.isEmpty else { return nil }
        return OpenAIEmbeddings(
            Service(client: client, url: knowledge.embeddingsURL, key: knowledge.embeddingsKey),
            model: knowledge.embeddingsModel)
    }
}
