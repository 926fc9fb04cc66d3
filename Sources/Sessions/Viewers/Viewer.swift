internal import Media
internal import Stage

/// One viewer of a session.
struct Viewer: Sendable {
    let id: ViewerID
    /// Part of the URL a WHEP viewer is reached by.
    let token: String
    let peer: any PeerConnection
    /// Of a WHEP viewer, the last exchange.
    var offer = ""
    var answer = ""
    var isConnected = false
    var canHear = false
    /// Texts that wait for the data channel, oldest first, at most `waitingTexts`; nobody may ever open one.
    var waiting: [String] = []
    var messages = MessageBudget()
    var sent = PeerStatistics()
    var bitrate: BitrateController

    static let waitingTexts = 64

    mutating func wait(_ text: String) {
        if waiting.count == Self.waitingTexts { waiting.removeFirst() }
        waiting.append(text)
    }
}

/// How many messages a viewer may send: 20 a second, 40 at once; a page sends one every 5 s and what a person types.
struct MessageBudget {
    private static let perSecond = 20.0
    private static let burst = 40.0
    private var tokens = burst
    private var last = Duration.zero

    mutating func take(at now: Duration) -> Bool {
        tokens = min(Self.burst, tokens + (now - last) / .seconds(1) * Self.perSecond)
        last = now
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }
}
