internal import API
internal import Avatars
internal import Conversation
internal import Core
internal import Foundation
internal import HTTP
internal import Media
internal import Operations
internal import Rendering
internal import Sessions
internal import Speech
internal import Stage
internal import Storage

/// The composition root: every part of a running server, made once and handed to each other here.
final class LiveServer: Sendable {
    let addresses: [HTTPAddress]
    let isSecure: Bool
    private let folder: DataFolder
    private let directory: SessionDirectory
    private let directoryLife: Task<Void, Never>
    private let house: StageHouse
    private let voices: VoiceParts
    private let conversation: ConversationParts
    private let http: HTTPServer
    private let readiness: Readiness
    private let log: Log
    private let housekeeping: Housekeeping

    /// Listens when it returns; loops are encoded behind it, and `/readyz` says when they are.
    init(_ configuration: Configuration, folder: DataFolder, database: Database, log: Log) async throws {
        self.folder = folder
        self.log = log
        try configuration.checkConversation()
        let metrics = Metrics()
        let identity = try ServerTLS.identity(configuration, in: folder)
        isSecure = identity != nil
        let client = HTTPClient(egress: configuration.egress)
        let voices = try VoiceParts(configuration, client: client, metrics: metrics)
        self.voices = voices
        let workers = configuration.performance.workers
        let house = StageHouse(
            loopCache: folder.cache.appending(path: "loops").path, workers: workers > 0 ? workers : nil,
            metrics: metrics, log: log)
        self.house = house
        let standard = configuration.sessions.avatar.isEmpty ? nil : configuration.sessions.avatar
        let shelf = AvatarShelf(
            catalogue: configuration.avatarCatalogue(cache: folder.cache), house: house, log: log, standard: standard)
        let conversation = try ConversationParts(
            configuration, folder, client: client, database: database, metrics: metrics, log: log)
        self.conversation = conversation
        let equipment = SessionEquipment(
            makePeer: { (configuration) throws(PeerError) in try WebRTCPeer(configuration) },
            peers: configuration.peers, voices: voices.speech, language: MessageWire.language,
            conversation: conversation.equipment, metrics: metrics, log: log)
        directory = SessionDirectory(
            capacity: SessionCapacity(
                server: configuration.limits.sessions, perOwner: configuration.limits.sessionsPerKey),
            leases: SessionLeases(database), equipment: equipment,
            makeStage: { (avatar, format, output) throws(SessionError) in
                try await shelf.stage(avatar, format, output)
            },
            prepare: { avatar, format in
                do { try await shelf.prepare(avatar, format) } catch {
                    log(.error, "loops could not be prepared", ["avatar": avatar, "reason": "\(error)"])
                }
            })
        let readiness = Readiness()
        self.readiness = readiness
        let context = Self.context(
            configuration, folder, database, directory: directory, shelf: shelf, voices: voices,
            conversation: conversation, metrics: metrics, log: log)
        var router = Router.api(context)
        router.merge(
            OperationsRoutes(
                database: database, keys: APIKeys(database), readiness: readiness, metrics: metrics
            ).router())
        router.onError = { error, request in
            log(.error, "request failed", ["request": request.id, "reason": "\(error)"])
            return .problem(500, "Something went wrong here; the server's log says what.")
        }
        http = HTTPServer(
            configuration.httpServer(tls: identity), router: router, metrics: metrics, log: log)
        // Before the first request: it ends what an earlier server left open.
        directoryLife = Task.detached { [directory] in await directory.run() }
        do {
            addresses = try await http.start()
        } catch {
            await directory.shutDown()
            await directoryLife.value
            await house.close()
            throw error
        }
        for address in addresses { log(.info, "listening", ["address": "\(address)", "tls": "\(isSecure)"]) }
        housekeeping = Housekeeping(tokens: SessionTokens(database), conversation: conversation, log: log)
        Task.detached(priority: .utility) {
            // Side by side: the loops take half a minute, and somebody may speak before.
            async let ears: Void = conversation.warm(log: log)
            await Self.prepare(configuration, shelf, readiness, log)
            await ears
        }
    }

    /// Refuses what is new, tells and ends what runs, and closes everything; at most `limit`, and a second more for
    /// what must be tidied up.
    func stop(within limit: Duration) async {
        let began = ContinuousClock.now
        readiness.stop()
        housekeeping.stop()
        await directory.shutDown()
        await Deadline.wait(limit) { [directoryLife] in await directoryLife.value }
        directoryLife.cancel()
        let rest = max(.zero, limit - (ContinuousClock.now - began))
        await Deadline.wait(rest + .seconds(1)) { [http] in await http.stop(within: rest) }
        await Deadline.wait(.seconds(1)) { [house, voices, conversation] in
            await conversation.close()
            await house.close()
            await voices.close()
        }
    }

    private static func context(
        _ configuration: Configuration, _ folder: DataFolder, _ database: Database, directory: SessionDirectory,
        shelf: AvatarShelf, voices: VoiceParts, conversation: ConversationParts, metrics: Metrics, log: Log
    ) -> APIContext {
        let perSecond = Double(configuration.limits.requestsPerSecond)
        let stores = conversation.personas
        return APIContext(
            directory: directory, avatars: shelf, voices: voices.speech, personas: stores.personas,
            secrets: stores.secrets, models: stores.models, transcripts: conversation.transcripts,
            knowledge: stores.intake,
            answerer: { [answerers = conversation.answerers] in answerers.answerer(of: $1, model: $2) },
            gate: Gate(database: database, rate: RateLimit(capacity: 2 * perSecond, perSecond: perSecond)),
            settings: configuration.apiSettings(samples: folder.cache.appending(path: "samples").path),
            metrics: metrics, log: log)
    }

    /// Opens the avatar, warms WebRTC up and encodes the loops of the default quality.
    private static func prepare(
        _ configuration: Configuration, _ shelf: AvatarShelf, _ readiness: Readiness, _ log: Log
    ) async {
        do {
            try WebRTC.warmUp()
            readiness.set(.webRTC, ready: true)
        } catch {
            readiness.set(.webRTC, ready: false, otherwise: "\(error)")
            log(.error, "WebRTC cannot be used", ["reason": "\(error)"])
        }
        do {
            let manifest = try await shelf.manifest(nil)
            _ = try await shelf.pack(manifest.id)
            readiness.set(.avatar, ready: true)
            let settings = configuration.apiSettings(samples: nil)
            try await shelf.prepare(manifest.id, StageFormat(quality: settings.quality, codec: settings.codec))
            readiness.set(.loops, ready: true)
        } catch {
            readiness.set(.avatar, ready: false, otherwise: "\(error)")
            log(.error, "the avatar cannot be used", ["reason": "\(error)"])
        }
    }
}
