/// What RTCP sender reports (RFC 3550 §6.4.1) say: which instant of the sender's clock each stream's timestamps mean.
/// Two streams of one sender are brought together by it.
struct SenderReports: Equatable, Sendable {
    private struct Anchor: Equatable {
        /// Nanoseconds of the sender's NTP clock.
        var time: Int64
        var timestamp: UInt32
    }
    private var anchors: [UInt32: Anchor] = [:]

    /// - Parameter compound: One RTCP packet as it came, decrypted.
    mutating func read(_ compound: UnsafeRawBufferPointer) {
        var rest = compound
        while rest.count >= 8, rest[0] >> 6 == 2 {
            let length = 4 + 4 * (Int(rest[2]) << 8 | Int(rest[3]))
            guard length <= rest.count else { return }
            if rest[1] == 200, length >= 28, anchors.count < 16 || anchors[word(rest, 4)] != nil {
                let fraction = Int64((UInt64(word(rest, 12)) * 1_000_000_000) >> 32)
                anchors[word(rest, 4)] = Anchor(
                    time: Int64(word(rest, 8)) * 1_000_000_000 + fraction, timestamp: word(rest, 16))
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[length...])
        }
    }

    /// Nanoseconds on the sender's clock; nil before the stream's first report.
    func time(of timestamp: UInt32, source: UInt32, rate: Int64) -> Int64? {
        guard let anchor = anchors[source] else { return nil }
        let ticks = Int64(Int32(bitPattern: timestamp &- anchor.timestamp))
        return anchor.time + ticks * 1_000_000_000 / rate
    }

    private func word(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> UInt32 {
        (at..<(at + 4)).reduce(0) { $0 << 8 | UInt32(bytes[$1]) }
    }
}
