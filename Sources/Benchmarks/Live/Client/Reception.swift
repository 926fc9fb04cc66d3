internal import Media
internal import Synchronization

/// What one receiver saw, heard and was told, with times on ``MonotonicClock``.
final class Reception: Sendable {
    struct Picture: Sendable {
        /// When it was decoded; when its last packet came.
        var decoded: Int64
        var arrival: Int64
        /// On the server's clock (RTCP); nil before the first report.
        var sender: Int64?
        /// ``MouthModel/distance(_:)``; not a number before there is a model.
        var mouth: Double
    }

    struct Sound: Sendable {
        var decoded: Int64
        var arrival: Int64
        var sender: Int64?
        /// Of each 10 ms, in dB of full scale.
        var levels: [Double]
        var isVoiced: Bool { levels.contains { $0 >= VoiceLevel.threshold } }
    }

    struct Event: Sendable {
        var time: Int64
        var type: String
        var task: String?
        var content = Content()

        /// What some events carry (docs/openapi.json, "events").
        struct Content: Sendable, Decodable {
            var message: String?
            /// The name of what failed.
            var error: String?
            var durationMs: Double?
            var latencyMs: [String: Double]?
            var sources: [Source]?

            private enum CodingKeys: String, CodingKey {
                case message, error, sources
                case durationMs = "duration_ms"
                case latencyMs = "latency_ms"
            }
        }

        struct Source: Sendable, Decodable {
            var headings: [String]?
            var question: String?
            var text: String?
        }
    }

    struct State: Sendable {
        var connection = PeerState.new
        var pictures: [Picture] = []
        var sounds: [Sound] = []
        var events: [Event] = []
        /// Kept while somebody collects them.
        var patches: [MouthPatch]?
        var model: MouthModel?
        /// Pictures received whole, since the beginning, and the longest time between two of them since it was last
        /// asked for.
        var pictureCount = 0
        var lastPicture: Int64?
        var longestGap: Int64 = 0
        /// Tasks that ended.
        var ended = 0
    }

    /// Records of one kind that are kept; the oldest go first. More than ten minutes of everything.
    private static let limit = 60_000
    private let state = Mutex(State())
    private let area: MouthPatch.Area?
    private let keepsSounds: Bool

    /// - Parameters:
    ///   - area: Where the mouth is; nil keeps no records of single pictures, only counts.
    ///   - keepsSounds: Whether there are records of sounds.
    init(mouth area: MouthPatch.Area?, keepsSounds: Bool) {
        self.area = area
        self.keepsSounds = keepsSounds
    }

    func read<Result>(_ body: (inout State) throws -> Result) rethrows -> Result {
        try state.withLock { try body(&$0) }
    }

    /// Waits until `body` gives a value, asking every 4 ms.
    ///
    /// - Throws: ``LiveBenchError/missed(_:)`` with `what` after `limit`, or when the connection has ended.
    func until<Result: Sendable>(
        _ what: String, within limit: Duration = .seconds(20), _ body: @Sendable (inout State) -> Result?
    ) async throws -> Result {
        let deadline = ContinuousClock.now + limit
        while true {
            let (result, connection) = state.withLock { (body(&$0), $0.connection) }
            if let result { return result }
            if ContinuousClock.now >= deadline || connection == .failed || connection == .closed {
                throw LiveBenchError.missed("\(what) (connection \(connection.rawValue))")
            }
            try await Task.sleep(for: .milliseconds(4))
        }
    }

    // MARK: what the peer hands over

    func take(_ media: ReceivedMedia) {
        let now = MonotonicClock.now
        switch media {
        case .picture(let frame, _, _, let time):
            var mouth = Double.nan
            if let frame, let area {
                let patch = MouthPatch(frame, area)
                let model = state.withLock { state in
                    state.patches?.append(patch)
                    return state.model
                }
                if let model { mouth = model.distance(patch) }
            }
            state.withLock { state in
                state.pictureCount += 1
                if let last = state.lastPicture { state.longestGap = max(state.longestGap, time.arrival - last) }
                state.lastPicture = time.arrival
                guard area != nil else { return }
                Self.append(
                    Picture(decoded: now, arrival: time.arrival, sender: time.sender, mouth: mouth), &state.pictures)
            }
        case .sound(let samples, let time):
            guard keepsSounds else { return }
            let levels = VoiceLevel.levels(of: samples)
            state.withLock { state in
                Self.append(
                    Sound(decoded: now, arrival: time.arrival, sender: time.sender, levels: levels), &state.sounds)
            }
        }
    }

    func changed(_ connection: PeerState) { state.withLock { $0.connection = connection } }

    func told(_ event: Event) {
        state.withLock { state in
            if event.type == "avatar_stop_talking" { state.ended += 1 }
            Self.append(event, &state.events)
        }
    }

    private static func append<Element>(_ element: Element, _ list: inout [Element]) {
        list.append(element)
        if list.count > limit { list.removeFirst(limit / 4) }
    }
}
