/// Notices a visitor who has gone without a word: whoever gets media reports on it (RTCP, RFC 3550 §6.4), so silence
/// in return means that nobody is there. Browsers report about once a second, GStreamer's receivers within 7.5 s.
struct SilenceWatch: Equatable, Sendable {
    enum Finding: Equatable, Sendable { case disconnected, back, gone }

    /// Seconds of silence, while something is sent.
    static let disconnectedAfter = 6
    static let goneAfter = 8

    private var arrivals: UInt64 = 0
    private var sent: UInt64 = 0
    private var silence = 0

    /// Once a second, with the packets received and the units sent so far.
    mutating func look(arrivals: UInt64, sent: UInt64) -> Finding? {
        defer {
            self.arrivals = arrivals
            self.sent = sent
        }
        if arrivals != self.arrivals {
            defer { silence = 0 }
            return silence >= Self.disconnectedAfter ? .back : nil
        }
        guard sent != self.sent else { return nil }
        silence += 1
        switch silence {
        case Self.disconnectedAfter: return .disconnected
        case Self.goneAfter...: return .gone
        default: return nil
        }
    }
}
