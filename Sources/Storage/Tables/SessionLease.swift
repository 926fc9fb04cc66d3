package import Foundation

/// What is durably known of one session.
package struct SessionLease: Equatable, Sendable {
    package var id: String
    package var keyID: String
    package var avatar: String
    package var voice: String
    package var quality: String
    package var codec: String
    /// `new`, `connecting`, `connected`, `closing`, `closed`.
    package var state: String
    package var createdAt: Date
    /// When the first viewer saw the stream.
    package var connectedAt: Date?
    /// It ends by itself unless it is renewed before.
    package var leaseUntil: Date
    package var endedAt: Date?
    package var endReason: String?
    /// From connection to end, to the millisecond; zero when nobody ever connected, nil while it runs.
    package var duration: Duration?

    package init(
        id: String, keyID: String, avatar: String, voice: String, quality: String, codec: String,
        state: String = "new", createdAt: Date, leaseUntil: Date
    ) {
        self.id = id
        self.keyID = keyID
        self.avatar = avatar
        self.voice = voice
        self.quality = quality
        self.codec = codec
        self.state = state
        self.createdAt = createdAt.stored
        self.leaseUntil = leaseUntil.stored
    }
}

extension SessionLease {
    static let columns = """
        id, key_id, avatar, voice, quality, codec, state, created_at, connected_at, lease_until, ended_at, end_reason, \
        duration
        """

    init(row: borrowing Statement) throws(StorageError) {
        self.init(
            id: row.text(0) ?? "", keyID: row.text(1) ?? "", avatar: row.text(2) ?? "", voice: row.text(3) ?? "",
            quality: row.text(4) ?? "", codec: row.text(5) ?? "", state: row.text(6) ?? "",
            createdAt: row.date(7) ?? .distantPast, leaseUntil: row.date(9) ?? .distantPast)
        connectedAt = row.date(8)
        endedAt = row.date(10)
        endReason = row.text(11)
        duration = row.integer(12).map { .milliseconds($0) }
    }
}
