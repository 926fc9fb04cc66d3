package import Media

/// Decides what one viewer's video may cost from what its receiver reports: additive increase, multiplicative decrease.
/// Pure; fed once a second. A session with several viewers takes the least of theirs.
///
/// Loss follows the loss-based half of draft-ietf-rmcat-gcc-02 §6, with its 5 % growth made additive so that
/// several streams on one path come to equal shares (Chiu & Jain 1989). A round trip that grows means a queue that
/// fills: from ``queueing`` on the rate goes down before packets are lost.
package struct BitrateController: Equatable, Sendable {
    /// bit/s.
    package let floor: Int
    package let ceiling: Int
    package private(set) var bitsPerSecond: Int
    private var shortestRoundTrip: Duration?

    /// Below: the path has room. Above `heavyLoss`: congestion. Between: hold. (gcc-02 §6)
    private static let lightLoss = 0.02
    private static let heavyLoss = 0.10
    /// The most that a queue may add to the shortest round trip seen (LEDBAT's TARGET, RFC 6817 §2.5).
    private static let queueing: Duration = .milliseconds(100)
    /// What is left after a decrease for delay (gcc-02 §5.5, beta).
    private static let delayDecrease = 0.85
    /// Updates from the floor to the ceiling on a path without trouble.
    private static let climb = 20

    /// Starts at the quality's full rate: what is sent most, the loops, is coded for it.
    package init(quality: StreamQuality) {
        ceiling = quality.bitsPerSecond
        floor = max(100_000, quality.bitsPerSecond / 8)
        bitsPerSecond = ceiling
    }

    /// - Returns: The new rate in bit/s, `floor`…`ceiling`.
    package mutating func update(fractionLost: Double, roundTrip: Duration?) -> Int {
        if let roundTrip { shortestRoundTrip = min(shortestRoundTrip ?? roundTrip, roundTrip) }
        let excess = zip(roundTrip, shortestRoundTrip).map { $0 - $1 } ?? .zero
        let lost = fractionLost.isFinite ? min(max(fractionLost, 0), 1) : 0
        var rate = Double(bitsPerSecond)
        if lost > Self.heavyLoss {
            rate *= 1 - 0.5 * lost
        } else if excess > Self.queueing {
            rate *= Self.delayDecrease
        } else if lost < Self.lightLoss {
            rate += Double(ceiling - floor) / Double(Self.climb)
        }
        bitsPerSecond = min(max(Int(rate), floor), ceiling)
        return bitsPerSecond
    }

    package mutating func update(_ statistics: PeerStatistics) -> Int {
        update(fractionLost: statistics.fractionLost, roundTrip: statistics.roundTrip)
    }
}

private func zip<A, B>(_ one: A?, _ other: B?) -> (A, B)? {
    guard let one, let other else { return nil }
    return (one, other)
}
