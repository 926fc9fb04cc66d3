/// One speaker's ear: sound in, what it means out. Any thread; no call blocks.
package protocol Listening: AnyObject, Sendable {
    /// Mono, 16 kHz, any length at a time.
    func hear(_ samples: [Int16])
    /// What she says from now on, as it begins to be heard; nil: she is silent.
    func avatarSpeaks(_ text: String?)
    /// Push-to-talk: opens and closes the ear.
    func push()
    func release()
    /// Forgets what is under way.
    func discard()
    func close()
    /// One consumer; finishes after ``close()``.
    var heard: AsyncStream<HeardEvent> { get }
}
