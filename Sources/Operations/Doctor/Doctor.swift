package import Avatars
package import Foundation

/// Looks whether this machine can do what the configuration asks of it, and says what to do where it cannot.
///
/// It opens what a server would open and closes it again; it changes nothing but caches. A server may be running. Each
/// provider that is configured is sent one short request.
package struct Doctor: Sendable {
    package let configuration: Configuration
    package let folder: URL
    package let catalogue: AvatarCatalogue
    package let engines: ConversationEngines

    package init(
        _ configuration: Configuration, folder: URL, catalogue: AvatarCatalogue, engines: ConversationEngines
    ) {
        self.configuration = configuration
        self.folder = folder
        self.catalogue = catalogue
        self.engines = engines
    }

    /// All checks, one after the other, in the order of their importance.
    /// - Parameter progress: Told before each check how many of all are done, 0…1.
    /// - Throws: `CancellationError`.
    package func examine(progress: (Double) -> Void) async throws -> Diagnosis {
        var examinations: [Examination] = []
        for (index, check) in checks.enumerated() {
            try Task.checkCancellation()
            progress(Double(index) / Double(checks.count))
            examinations += await check()
        }
        return Diagnosis(examinations)
    }

    /// The server's, when it has run here before: encoding them takes longer than all checks.
    private var loopCache: String? {
        let loops = folder.appending(path: "cache/loops").path
        return FileManager.default.isWritableFile(atPath: loops) ? loops : nil
    }

    private var contradiction: [Examination] {
        engines.contradiction.map { [Examination("conversation", .broken, $0, advice: "correct the configuration")] }
            ?? []
    }

    private var checks: [() async -> [Examination]] {
        [
            { PluginCheck.examine() },
            { await DataCheck.examine(folder) },
            { AvatarCheck.examine(catalogue, wanted: configuration.sessions.avatar) },
            { await VoiceCheck.examine(configuration) },
            { [await DocumentCheck.examine(configuration)] },
            { contradiction },
            { [await ListeningCheck.examine(configuration, engines)] },
            { [await ThinkingCheck.examine(configuration, engines)] },
            { [await SpeakingCheck.examine(configuration, engines)] },
            { [await EmbeddingCheck.examine(configuration, engines)] },
            { [await SecretCheck.examine(configuration, folder)] },
            { [FontCheck.examine()] },
            { [await PortCheck.examine(configuration)] },
            { TLSCheck.examine(configuration) },
            { [PortCheck.examineUDP(configuration.udpPorts)] },
            { await ICECheck.examine(configuration) },
            { ResourceCheck.examine(folder) },
            { [await ProcessorCheck.examine(configuration, catalogue, loopCache: loopCache)] },
        ]
    }
}
