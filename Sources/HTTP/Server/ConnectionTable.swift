/// Every open connection, how many one address has, and when each has waited long enough. Pure: it decides, the server
/// closes.
struct ConnectionTable {
    /// What a connection is doing.
    enum Phase: Equatable {
        /// Nothing since it connected or since its last response.
        case idle
        /// Receiving a request's header.
        case head
        case body
        /// A handler is at work.
        case handling
        /// Sending the response.
        case writing
        /// A WebSocket, which looks after itself.
        case upgraded
    }

    struct Connection: Equatable {
        var address: String
        var phase: Phase
        /// On the clock of ``expired(at:)``.
        var deadline: Duration
        /// Above the limit: to be told so.
        var isSurplus: Bool
    }

    enum Admission: Equatable { case welcome, surplus, refused }

    let limits: HTTPLimits
    private(set) var connections: [Int: Connection] = [:]
    private var counts: [String: Int] = [:]

    init(limits: HTTPLimits) { self.limits = limits }

    var count: Int { connections.count }

    /// A new connection; one that is refused is not in the table.
    mutating func admit(_ id: Int, address: String, isLoopback: Bool, at now: Duration) -> Admission {
        let total = connections.count
        let own = isLoopback ? 0 : counts[address, default: 0]
        let isRefused =
            total >= limits.connections + max(1, limits.connections / 4)
            || own >= limits.connectionsPerAddress + max(1, limits.connectionsPerAddress / 4)
        if isRefused { return .refused }
        let isSurplus = total >= limits.connections || own >= limits.connectionsPerAddress
        connections[id] = Connection(
            address: address, phase: .head, deadline: now + limits.headTimeout, isSurplus: isSurplus)
        counts[address, default: 0] += 1
        return isSurplus ? .surplus : .welcome
    }

    /// A connection that became a WebSocket and goes on under another id.
    mutating func hold(_ id: Int, address: String) {
        connections[id] = Connection(address: address, phase: .upgraded, deadline: .seconds(1 << 40), isSurplus: false)
        counts[address, default: 0] += 1
    }

    mutating func remove(_ id: Int) {
        guard let connection = connections.removeValue(forKey: id) else { return }
        counts[connection.address, default: 1] -= 1
        if counts[connection.address] == 0 { counts[connection.address] = nil }
    }

    /// - Parameter within: Until when it may stay in that phase.
    mutating func enter(_ phase: Phase, _ id: Int, at now: Duration, within limit: Duration) {
        connections[id]?.phase = phase
        connections[id]?.deadline = now + limit
    }

    /// The connections whose time in their phase is over.
    func expired(at now: Duration) -> [(id: Int, phase: Phase)] {
        connections.filter { $0.value.deadline <= now }.map { ($0.key, $0.value.phase) }
    }

    /// The connection that has been idle for longest: the one to give up for a newcomer when all places are taken.
    func longestIdle() -> Int? {
        guard connections.count >= limits.connections else { return nil }
        return connections.filter { $0.value.phase == .idle }.min { $0.value.deadline < $1.value.deadline }?.key
    }
}
