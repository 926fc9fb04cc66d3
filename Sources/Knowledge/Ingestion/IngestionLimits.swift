/// What one document, and all of them together, may take.
package struct IngestionLimits: Equatable, Sendable {
    /// Bytes of a document.
    package var documentSize: Int
    /// Seconds of processor time in the reader's process.
    package var processorSeconds: Int
    /// Seconds on the clock once it is the document's turn.
    package var seconds: Int
    package var passages: Int
    /// Documents read side by side, each in a process of its own.
    package var atOnce: Int
    /// Documents that may wait for their turn; more are refused as `busy`.
    package var waiting: Int
    /// Seconds after which a process without work ends.
    package var idleSeconds: Double

    package init(
        documentSize: Int = 32 << 20, processorSeconds: Int = 10, seconds: Int = 30, passages: Int = 20_000,
        atOnce: Int = 2, waiting: Int = 64, idleSeconds: Double = 10
    ) {
        self.documentSize = documentSize
        self.processorSeconds = processorSeconds
        self.seconds = seconds
        self.passages = passages
        self.atOnce = max(atOnce, 1)
        self.waiting = max(waiting, 1)
        self.idleSeconds = idleSeconds
    }
}
