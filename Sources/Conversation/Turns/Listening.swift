/// One speaker's ear, as a session uses it; ``Ear`` is one.
package protocol Listening: AnyObject, Sendable {
    func hear(_ samples: [Int16])
    func avatarSpeaks(_ samples: [Int16])
    func push()
    func release()
    func discard()
    func close()
    var events: AsyncStream<EarEvent> { get }
}

extension Ear: Listening {}
