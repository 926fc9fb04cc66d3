/// How long a session may do what.
package struct SessionLimits: Equatable, Sendable {
    /// Seconds a client may ask for as idle timeout.
    package static let idleTimeoutRange = 30...3600

    /// Without activity the session ends after this; nil keeps it to its maximum duration.
    package var idleTimeout: Duration? = .seconds(120)
    /// From its creation.
    package var maximumDuration: Duration = .seconds(3600)
    /// From the exchange of descriptions to the first media of a viewer.
    package var connectTimeout: Duration = .seconds(30)
    /// A viewer whose network, or whose heartbeat once it has sent one, is silent for so long is gone.
    /// Pages send a heartbeat every 5 s; with the tick of 1 s a vanished tab is gone within 10 s.
    package var peerGrace: Duration = .seconds(9)
    /// How long before an end that can be foreseen the viewers are told.
    package var notice: Duration = .seconds(15)
    /// How long before such an end a goodbye is said, where the persona has one.
    package var farewell: Duration = .seconds(5)
    /// Viewers of one session at once.
    package var viewers = 64
    /// Commands that wait for the first viewer.
    package var waitingCommands = 32
    /// Tasks on the stage or before it.
    package var tasks = 64

    package init() {}
}

/// Why a session ended; the text is what lists and the database hold.
package enum SessionEnd: String, CaseIterable, Codable, Sendable {
    /// The client asked for it.
    case stopped
    case idle = "idle_timeout"
    case maximumDuration = "max_duration_reached"
    /// The server was told to stop.
    case serverStopped = "server_shutdown"
    /// The server died; found when it started again.
    case serverDied = "server_restart"
    /// Rendering, encoding or the connection's set-up failed for good.
    case failed
}
