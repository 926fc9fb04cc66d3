internal import Core

/// Where the configuration names a provider, to say what to change when it does not do its part.
struct ProviderPlace: Equatable {
    var url: String
    var urlSetting: String
    var model: String
    var modelSetting: String
    /// Setting and environment variable of the key.
    var keySetting: String

    static func thinking(_ configuration: Configuration) -> Self {
        Self(
            url: configuration.model.url, urlSetting: "model.url", model: configuration.model.name,
            modelSetting: "model.name", keySetting: "VISAVIS_MODEL_API_KEY (model.api_key)")
    }

    static func listening(_ configuration: Configuration) -> Self {
        Self(
            url: configuration.listening.url, urlSetting: "listening.url", model: configuration.listening.name,
            modelSetting: "listening.model", keySetting: "VISAVIS_ASR_API_KEY (listening.api_key)")
    }

    static func speaking(_ configuration: Configuration) -> Self {
        Self(
            url: configuration.speaking.url, urlSetting: "speaking.url", model: configuration.speaking.name,
            modelSetting: "speaking.model", keySetting: "VISAVIS_TTS_API_KEY (speaking.api_key)")
    }

    static func embedding(_ configuration: Configuration) -> Self {
        Self(
            url: configuration.knowledge.embeddingsURL, urlSetting: "knowledge.embeddings_url",
            model: configuration.knowledge.embeddingsModel, modelSetting: "knowledge.embeddings_model",
            keySetting: "VISAVIS_EMBEDDINGS_API_KEY (knowledge.embeddings_key)")
    }

    /// What was found when the provider failed, and what to do about it.
    func examination(_ check: String, _ verdict: Examination.Verdict, _ error: any Error) -> Examination {
        guard let error = error as? ProviderError else {
            return Examination(check, verdict, Self.sentence("\(error)"), advice: "look at \(urlSetting)")
        }
        return Examination(check, verdict, Self.sentence(error.description), advice: advice(error.fault))
    }

    func advice(_ fault: ProviderError.Fault) -> String {
        let server = url.isEmpty ? "its own address" : url
        let wanted = model.isEmpty ? "\(modelSetting) names no model" : "\(modelSetting) is \"\(model)\""
        return switch fault {
        case .unreachable: "start it, or correct \(urlSetting): \(server) was tried"
        case .unauthorized: "set the right key: \(keySetting)"
        case .rejected(status: 404):
            "ask the server for its models and look at \(urlSetting), which mostly ends in /v1: \(wanted)"
        case .rejected: "ask the server for its models: \(wanted)"
        case .rateLimited: "wait, or raise the account's limit at the provider"
        case .timedOut: "try again, for some servers load a model with the first request; else take a smaller model"
        case .serverFailed, .cut, .empty, .busy: "look into that server's log: \(server)"
        case .garbage, .tooLarge, .wrongSampleRate: "is \(server) such a server at all? look at \(urlSetting)"
        case .addressBlocked: "allow it in outgoing.allow"
        case .languageUnknown: "choose another \(modelSetting)"
        }
    }

    /// An error's own words without their full stop, beginning small.
    static func sentence(_ text: String) -> String {
        var text = text
        if text.hasSuffix(".") { text.removeLast() }
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
