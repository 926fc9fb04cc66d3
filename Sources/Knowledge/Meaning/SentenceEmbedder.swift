internal import Dispatch
internal import Glibc
internal import Synchronization

/// Vectors of a model that runs here; nothing leaves the machine. Any thread.
///
/// Questions and documents have a thread each: no question waits for a document. That of the documents makes way for
/// everything else that runs.
package final class SentenceEmbedder: Embedder {
    package let identity = "all-MiniLM-L6-v2/int8"
    private let files: MeaningFiles
    private let model = Mutex<SentenceModel?>(nil)
    private let questions = DispatchQueue(label: "visavis.meaning.questions", qos: .userInitiated)
    // Nothing else of ours has this class of work, whose threads the niceness stays with.
    private let documents = DispatchQueue(label: "visavis.meaning.documents", qos: .background)

    /// Of the thread of documents, in Linux's steps: a live picture's threads are served first.
    private static let niceness: Int32 = 10

    /// Loads nothing yet.
    package init(_ files: MeaningFiles) { self.files = files }

    /// Loads the model, for which the first question would have to wait.
    ///
    /// - Throws: ``MeaningError``
    package func warm() async throws { _ = try await embed(["hello"]) }

    /// One text is a question, which somebody waits for; more are of a document. Cancelled within 50 ms.
    ///
    /// - Throws: ``MeaningError``, or `CancellationError`.
    package func embed(_ texts: [String]) async throws -> [[Float]] {
        let isQuestion = texts.count == 1
        let isCancelled = CancellationFlag()
        let vectors = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                (isQuestion ? questions : documents).async { [self] in
                    if !isQuestion { Self.makeWay() }
                    continuation.resume(
                        with: Result {
                            isCancelled.isRaised
                                ? nil : try loaded().vectors(of: texts) { !isCancelled.isRaised }
                        })
                }
            }
        } onCancel: {
            isCancelled.raise()
        }
        guard let vectors else { throw CancellationError() }
        return vectors
    }

    private func loaded() throws(MeaningError) -> SentenceModel {
        try model.withLock { (model) throws(MeaningError) in
            if let model { return model }
            let fresh = try SentenceModel(files)
            model = fresh
            return fresh
        }
    }

    private static func makeWay() {
        let thread = Int32(PRIO_PROCESS.rawValue)
        if getpriority(thread, 0) < niceness { setpriority(thread, 0, niceness) }
    }
}

private final class CancellationFlag: Sendable {
    private let flag = Atomic(false)
    var isRaised: Bool { flag.load(ordering: .relaxed) }
    func raise() { flag.store(true, ordering: .relaxed) }
}
