package import Conversation
internal import Core
internal import Foundation
internal import Media
package import Sessions
internal import Speech
internal import Stage
package import Storage
internal import Synchronization

/// A directory on a real database, whose stages, viewers and clock are the test's.
package final class SessionWorld: Sendable {
    package let clock = ManualClock()
    package let database: Database
    package let leases: SessionLeases
    /// Ids of two API keys.
    package let owner: String
    package let stranger: String
    /// The keys themselves.
    package let secret: String
    package let strangerSecret: String
    package let equipment: SessionEquipment
    package let directory: SessionDirectory
    package let transcripts: Transcripts
    private let made: Made

    private final class Made: Sendable {
        let peers = Mutex<[FakePeer]>([])
        let stages = Mutex<[FakeStage]>([])
        let ears = Mutex<[FakeEar]>([])
    }

    package init(
        database: Database? = nil, capacity: SessionCapacity = SessionCapacity(), speaksAtOnce: Bool = false,
        language: MessageLanguage = .plain, realTime: Bool = false,
        answerer: any Answerer = FakeAnswerer(isScripted: false),
        settings: ConversationSettings = ConversationSettings()
    ) async throws {
        let database = try database ?? Database(path: ":memory:")
        let made = Made()
        self.database = database
        self.made = made
        leases = SessionLeases(database)
        transcripts = Transcripts(database)
        let conversation = ConversationEquipment(
            answerer: { _ in answerer },
            ear: { _, _ in
                let ear = FakeEar()
                made.ears.withLock { $0.append(ear) }
                return ear
            }, transcripts: transcripts, settings: settings)
        // The first key is the older one.
        let (first, second) = (
            try await APIKeys(database).create(name: "one", at: Date(timeIntervalSinceNow: -1)),
            try await APIKeys(database).create(name: "two")
        )
        (owner, secret) = (first.key.id, first.secret)
        (stranger, strangerSecret) = (second.key.id, second.secret)
        equipment = SessionEquipment(
            makePeer: { configuration in
                let peer = FakePeer(configuration)
                made.peers.withLock { $0.append(peer) }
                return peer
            }, peers: PeerConfiguration(codec: .h264, height: 0), voices: FakeVoices(), language: language,
            conversation: conversation, clock: realTime ? .continuous : clock.clock, metrics: Metrics(), log: .silent)
        directory = SessionDirectory(
            capacity: capacity, leases: leases, equipment: equipment,
            makeStage: { _, _, _ in
                let stage = FakeStage(speaksAtOnce: speaksAtOnce)
                made.stages.withLock { $0.append(stage) }
                return stage
            })
    }

    /// In the order in which they were made.
    package var peers: [FakePeer] { made.peers.withLock { $0 } }
    package var stages: [FakeStage] { made.stages.withLock { $0 } }
    package var ears: [FakeEar] { made.ears.withLock { $0 } }

    package func request(
        owner: String? = nil, transport: SessionCard.Transport = .offer, limits: SessionLimits = SessionLimits(),
        conversation: SessionConversation = SessionConversation()
    ) -> SessionRequest {
        SessionRequest(
            owner: owner ?? self.owner, avatar: "ada", voice: VoiceChoice(id: "slt", language: "en-US"),
            format: StageFormat(quality: .low, codec: .vp8), transport: transport, limits: limits,
            conversation: conversation)
    }

    /// Runs the directory around the body, and ends all sessions behind it.
    package func run<Value: Sendable>(_ body: @Sendable (SessionWorld) async throws -> Value) async throws -> Value {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await self.directory.run() }
            defer { group.cancelAll() }
            return try await body(self)
        }
    }
}

extension MessageLanguage {
    /// Events as Swift prints them, and no messages.
    package static var plain: MessageLanguage {
        MessageLanguage(
            text: { "\($0)" }, message: { text throws(Misunderstood) in throw Misunderstood(reason: text) })
    }
}
