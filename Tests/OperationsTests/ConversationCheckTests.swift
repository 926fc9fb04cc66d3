import Conversation
import Core
import Cryptography
import Foundation
import HTTP
import Knowledge
import Providers
import Speech
import StandIns
import Storage
import Testing

@testable import Operations

/// Providers are local stand-ins that follow the providers' documented wire formats.
@Suite struct ConversationCheckTests {
    private func service(_ provider: StandInProvider, key: String = "right") -> Service {
        Service(client: HTTPClient(egress: Egress(allowing: [])), url: provider.url, key: key, reach: .configured)
    }

    @Test(
        "a language model that answers is fine; what else comes is named, with the setting to change",
        arguments: [
            (nil as StandInScript.Fault?, Examination.Verdict.fine, "answers with tiny", nil as String?),
            (.unauthorized, .broken, "refuses the key", "VISAVIS_MODEL_API_KEY"),
            (.rejected, .broken, "rejects the request", "model.name is \"tiny\""),
            (.serverFailed, .broken, "failed (HTTP 5", "that server's log"),
            (.refused, .broken, "cannot be reached", "correct model.url"),
            (.garbage, .broken, "cannot be read", "model.url"),
            (.empty, .broken, "answered nothing", "log"),
        ])
    func thinking(
        _ fault: StandInScript.Fault?, _ verdict: Examination.Verdict, _ finding: String, _ advice: String?
    ) async throws {
        let provider = try StandInProvider(StandInScript(fault: fault))
        var configuration = Configuration()
        configuration.model.url = provider.url
        configuration.model.name = "tiny"
        let engines = ConversationEngines(model: OpenAIChat(service(provider), model: "tiny"))
        let found = await ThinkingCheck.examine(configuration, engines)
        #expect(found.verdict == verdict, "\(found)")
        #expect(found.finding.contains(finding), "\(found)")
        if let advice { #expect(found.advice?.contains(advice) == true, "\(found)") }
    }

    @Test("without a language model, other voices or embeddings there is nothing to look at")
    func skipped() async {
        let engines = ConversationEngines()
        #expect(await ThinkingCheck.examine(Configuration(), engines).verdict == .skipped)
        #expect(await SpeakingCheck.examine(Configuration(), engines).verdict == .skipped)
        #expect(await EmbeddingCheck.examine(Configuration(), engines).verdict == .skipped)
    }

    @Test("the built-in recogniser understands the sentence that the built-in voice speaks")
    func builtInListening() async {
        let found = await ListeningCheck.examine(Configuration(), ConversationEngines())
        #expect(found.verdict == .fine, "\(found)")
    }

    @Test("another recogniser's fault is named; what it understands decides")
    func otherListening() async throws {
        var configuration = Configuration()
        configuration.listening.engine = "openai"
        configuration.listening.name = "whisper"
        func examine(_ script: StandInScript) async throws -> Examination {
            let provider = try StandInProvider(script)
            let recogniser = OpenAITranscriber(service(provider), settings: .init(model: "whisper"))
            return await ListeningCheck.examine(configuration, ConversationEngines(recogniser: { recogniser }))
        }
        let fine = try await examine(StandInScript(transcript: "Where can I drink coffee?"))
        #expect(fine.verdict == .fine, "\(fine)")
        let other = try await examine(StandInScript(transcript: "Wo ist der Bahnhof?"))
        #expect(other.verdict == .warning && other.finding.contains("Bahnhof"), "\(other)")
        let refused = try await examine(StandInScript(fault: .unauthorized))
        #expect(refused.verdict == .broken && refused.advice?.contains("VISAVIS_ASR_API_KEY") == true, "\(refused)")
        #expect(ListeningCheck.judge("", by: "it").verdict == .warning)
    }

    @Test("a provider's voice speaks, or its fault is a warning, for a built-in voice stands in")
    func speaking() async throws {
        func examine(_ fault: StandInScript.Fault?) async throws -> Examination {
            let provider = try StandInProvider(StandInScript(fault: fault))
            let client = HTTPClient(egress: Egress(allowing: []))
            let builtIn = Voices()
            let voices = ProvidedVoices(
                OpenAISpeech(client, url: provider.url, model: "tts", key: "right", reach: .configured),
                list: ["alloy=en-US"], prefix: "openai", builtIn: builtIn)
            let voice = try #require(voices.all.first)
            let choice = VoiceChoice(id: voice.id, language: voice.language)
            let found = await SpeakingCheck.examine(
                Configuration(), ConversationEngines(speech: { (voices, choice) }))
            await builtIn.close()
            return found
        }
        let fine = try await examine(nil)
        #expect(fine.verdict == .fine, "\(fine)")
        let refused = try await examine(.unauthorized)
        #expect(refused.verdict == .warning && refused.advice?.contains("VISAVIS_TTS_API_KEY") == true, "\(refused)")
    }

    @Test("the length of embeddings is told; different lengths are no embeddings")
    func embeddings() async throws {
        let provider = try StandInProvider(StandInScript(dimensions: 12))
        let engines = ConversationEngines(embedder: OpenAIEmbeddings(service(provider), model: "small"))
        let found = await EmbeddingCheck.examine(Configuration(), engines)
        #expect(found.verdict == .fine && found.finding.contains("12 numbers"), "\(found)")
        #expect(EmbeddingCheck.judge([3, 4], of: "x").verdict == .warning)
        #expect(EmbeddingCheck.judge([], of: "x").verdict == .warning)
    }

    @Test("documents are read by the helper, and a missing one is named")
    func documents() async {
        #expect(await DocumentCheck.examine(Configuration()).verdict == .fine)
        var configuration = Configuration()
        configuration.paths.extract = "/nowhere/visavis-extract"
        let found = await DocumentCheck.examine(configuration)
        #expect(found.verdict == .broken && found.advice?.contains("paths.extract") == true, "\(found)")
    }

    @Test("stored keys need the key they were sealed with; looking for it makes none")
    func secrets() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "visavis-secrets-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let key = folder.appending(path: "secret.key").path
        func verdict(_ configuration: Configuration = Configuration()) async -> Examination.Verdict {
            await SecretCheck.examine(configuration, folder).verdict
        }
        #expect(await verdict() == .skipped)
        let database = try Database(path: folder.appending(path: "visavis.sqlite").path)
        #expect(await verdict() == .skipped)
        let right = Secret.randomBytes(TextSeal.keyLength)
        let secrets = Secrets(database, seal: TextSeal(key: right))
        _ = try await secrets.add(name: "a", kind: "LLM_API_KEY", value: "v", owner: "o")
        #expect(await verdict() == .broken, "the key's file is missing")
        #expect(!FileManager.default.fileExists(atPath: key))
        _ = try SealKey.kept(in: key)
        #expect(await verdict() == .broken, "another key")
        var configuration = Configuration()
        configuration.access.secretKey = Data(right).base64EncodedString()
        #expect(await verdict(configuration) == .fine)
    }

    @Test("who never answers is given up after the limit")
    func limit() async {
        await #expect(throws: TimeLimit.Passed.self) {
            try await TimeLimit.run(.milliseconds(20)) { try await Task.sleep(for: .seconds(600)) }
        }
    }
}
