package import Speech
package import Stage

/// What a session needs of its stage; ``Stage`` is one. No call blocks.
package protocol SessionStage: AnyObject, Sendable {
    /// One consumer.
    var events: AsyncStream<StageEvent> { get }
    func start()
    func say(_ id: UtteranceID, _ speech: SpeechStream)
    func interrupt()
    func hold(_ isHeld: Bool)
    func attend(_ listening: Bool)
    func requestKeyframe()
    func adapt(bitsPerSecond: Int)
    func stop()
}

extension Stage: SessionStage {}
