/// The settings of the conversation: what she listens, thinks and speaks with.
extension Configuration {
    static let conversation: [Setting] = [
        .integer(
            "conversation.filler_after", "VISAVIS_FILLER_AFTER", \.conversation.fillerAfter, 0...10_000,
            unit: "milliseconds", "How long she may think in silence before she says a few words; 0: for ever."),
        .integer(
            "conversation.silence_after", "VISAVIS_SILENCE_AFTER", \.conversation.silenceAfter, 0...3600,
            unit: "seconds",
            "After how much silence she asks whether anybody is there, in sessions that do not say; 0: never."),
        .flag(
            "conversation.interruptible", "VISAVIS_INTERRUPTIBLE", \.conversation.interruptible,
            "Whether she stops when a visitor speaks while she does."),
        .text(
            "conversation.apology", "VISAVIS_APOLOGY", \.conversation.apology, allowed: "at most 500 characters",
            "What she says when a provider fails. Empty: an apology in the session's language.",
            where: { $0.count <= 500 }),
        .integer(
            "conversation.transcript_days", "VISAVIS_TRANSCRIPT_DAYS", \.conversation.transcriptDays, 0...3650,
            "For how many days transcripts are kept; 0: none are."),
    ]

    static let model: [Setting] = [
        address(
            "model.url", "VISAVIS_MODEL_URL", \.model.url,
            "An OpenAI-compatible server of a language model, such as http://localhost:11434/v1 (Ollama) or "
                + "https://api.openai.com/v1. Empty: she quotes her knowledge."),
        name("model.name", "VISAVIS_MODEL", \.model.name, "The model to ask for there."),
        secret("model.api_key", "VISAVIS_MODEL_API_KEY", \.model.apiKey, "The key for it."),
        .list(
            "model.headers", "VISAVIS_MODEL_HEADERS", \.model.headers,
            allowed: "a list of headers like \"X-Team: support\"", "Further headers of its requests.",
            where: { $0.wholeMatch(of: /[A-Za-z0-9-]+: ?[^\r\n]+/) != nil }),
        .integer(
            "model.timeout", "VISAVIS_MODEL_TIMEOUT", \.model.timeout, 1...120, unit: "seconds",
            "How long it may take to its first word, further tries included; a local one may have to be loaded first."),
        .integer(
            "model.history_tokens", "VISAVIS_MODEL_HISTORY_TOKENS", \.model.historyTokens, 200...200_000,
            "About how many tokens of prompt, knowledge and history it is given."),
        .integer(
            "model.answer_tokens", "VISAVIS_MODEL_ANSWER_TOKENS", \.model.answerTokens, 16...8192,
            "How many tokens an answer may have."),
        address(
            "model.tools_url", "VISAVIS_MODEL_TOOLS_URL", \.model.toolsURL,
            "The webhook that carries out functions the model asks for."),
        .text(
            "model.tools_file", "VISAVIS_MODEL_TOOLS_FILE", \.model.toolsFile, allowed: "a file",
            "JSON list of those functions: name, description and parameters (JSON Schema).",
            where: { !$0.contains("\0") }),
    ]

    static let listening: [Setting] = [
        .choice(
            "listening.engine", "VISAVIS_ASR", \.listening.engine, ["builtin", "openai", "deepgram", "sherpa"],
            "What turns speech into text. `builtin` understands English, without a network."),
        address(
            "listening.url", "VISAVIS_ASR_URL", \.listening.url,
            "Of `openai`: the server's address, such as http://localhost:8000/v1. Of `deepgram`: empty is Deepgram's own."
        ),
        name("listening.model", "VISAVIS_ASR_MODEL", \.listening.name, "The model to ask for there."),
        secret("listening.api_key", "VISAVIS_ASR_API_KEY", \.listening.apiKey, "The key for it."),
        .text(
            "listening.library", "VISAVIS_SHERPA_LIBRARY", \.listening.library, allowed: "a file",
            "Of `sherpa`: libsherpa-onnx-c-api.so of version 1.13.0 to 1.13.8, 2.0.0 or 2.0.1.",
            where: { !$0.contains("\0") }),
        .text(
            "listening.model_folder", "VISAVIS_SHERPA_MODEL", \.listening.modelFolder, allowed: "a folder",
            """
            Of `sherpa`: the folder of a streaming model: tokens.txt with a transducer's encoder, decoder and joiner, or \
            with one Zipformer or NeMo model with CTC. Tried with a made-up NeMo model only, not yet with a published one.
            """, where: { !$0.contains("\0") }),
        .integer(
            "listening.decoders", "VISAVIS_ASR_DECODERS", \.listening.decoders, 1...64,
            """
            Threads of `builtin` and `sherpa`: how many visitors are heard at the very same moment. Where `.models` is \
            missing, each of `builtin` takes about 120 MB.
            """),
        .integer(
            "listening.timeout", "VISAVIS_ASR_TIMEOUT", \.listening.timeout, 1...60, unit: "seconds",
            "How long a provider's text may take from the end of what was said, further tries included."),
    ]

    static let speaking: [Setting] = [
        .choice(
            "speaking.engine", "VISAVIS_TTS", \.speaking.engine, ["builtin", "openai", "elevenlabs"],
            "Whose voices there are beside the built-in ones."),
        address(
            "speaking.url", "VISAVIS_TTS_URL", \.speaking.url,
            "Of `openai`: the server's address, such as http://localhost:8880/v1. Of `elevenlabs`: empty is its own."),
        name("speaking.model", "VISAVIS_TTS_MODEL", \.speaking.name, "The model to ask for there."),
        secret("speaking.api_key", "VISAVIS_TTS_API_KEY", \.speaking.apiKey, "The key for it."),
        .list(
            "speaking.voices", "VISAVIS_TTS_VOICES", \.speaking.voices,
            allowed: "a list of voices like \"alloy\" or \"alloy=en-US\"",
            "The provider's voices, by its own ids, each with the language it speaks; the first is the default.",
            where: { (1...128).contains($0.count) }),
        .list(
            "speaking.piper_voices", "VISAVIS_PIPER_VOICES", \.speaking.piperVoices, allowed: "a list of files",
            separator: ":", "Piper's voice files (.onnx, with .onnx.json beside them).",
            where: { !$0.isEmpty && !$0.contains("\0") }),
        .text(
            "speaking.onnx_runtime", "VISAVIS_ONNX_RUNTIME", \.speaking.onnxRuntime, allowed: "a file",
            "libonnxruntime.so, which Piper's voices need. Empty: that of `scripts/models`.",
            where: { !$0.contains("\0") }),
        .integer(
            "speaking.cache", "VISAVIS_TTS_CACHE", \.speaking.cache, 0...4096, unit: "megabytes",
            "How much spoken text is kept for when it is said again."),
        .integer(
            "speaking.timeout", "VISAVIS_TTS_TIMEOUT", \.speaking.timeout, 1...60, unit: "seconds",
            "How long a provider's voice may be silent before a built-in one says what is left."),
    ]

    static let knowledge: [Setting] = [
        address(
            "knowledge.embeddings_url", "VISAVIS_EMBEDDINGS_URL", \.knowledge.embeddingsURL,
            "An OpenAI-compatible server of embeddings. Empty: the built-in model, where `.models` has it."),
        name(
            "knowledge.embeddings_model", "VISAVIS_EMBEDDINGS_MODEL", \.knowledge.embeddingsModel,
            "The model to ask for there."),
        secret(
            "knowledge.embeddings_key", "VISAVIS_EMBEDDINGS_API_KEY", \.knowledge.embeddingsKey, "The key for it."),
        .integer(
            "knowledge.refresh_after", "VISAVIS_KNOWLEDGE_REFRESH", \.knowledge.refreshAfter, 0...8760, unit: "hours",
            "How often links are fetched again; 0: never."),
        .list(
            "outgoing.allow", "VISAVIS_OUTGOING_ALLOW", \.outgoing.allow,
            allowed: "a list of hosts or address ranges like \"intranet.example\" or \"10.1.0.0/16\"",
            "Private addresses that links, webhooks and models given by users may reach.",
            where: { $0.wholeMatch(of: /[A-Za-z0-9.:_\/\[\]-]{1,253}/) != nil }),
    ]

    private static func address(
        _ key: String, _ environment: String, _ place: Setting.Place<String>, _ help: String
    ) -> Setting {
        .text(
            key, environment, place, allowed: "an address that begins with http://, https:// or wss://, or empty", help,
            where: { $0.isEmpty || $0.wholeMatch(of: /(https?|wss?):\/\/[^\s@]{1,2000}/) != nil })
    }

    private static func name(
        _ key: String, _ environment: String, _ place: Setting.Place<String>, _ help: String
    ) -> Setting {
        .text(key, environment, place, allowed: "at most 256 characters", help, where: { $0.count <= 256 })
    }

    private static func secret(
        _ key: String, _ environment: String, _ place: Setting.Place<String>, _ help: String
    ) -> Setting {
        .text(
            key, environment, place, allowed: "at most 4096 characters", isSecret: true,
            help + " Better in the environment.", where: { $0.utf8.count <= 4096 && !$0.contains("\n") })
    }
}
