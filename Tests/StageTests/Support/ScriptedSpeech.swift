import Core
import Speech
import Synchronization

@testable import Stage

/// Speech that comes when the test says so, and knows what was taken of it.
final class ScriptedSpeech: AsyncSequence, Sendable {
    typealias Element = SpeechChunk
    typealias Failure = any Error

    private struct State {
        var given: [Result<SpeechChunk, any Error>?] = []
        var taken = 0
        var asked = 0
        var reader: CheckedContinuation<Result<SpeechChunk, any Error>?, Never>?
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }
    private let state = Mutex(State())

    init(_ chunks: [SpeechChunk] = [], isComplete: Bool = true) {
        for chunk in chunks { give(chunk) }
        if isComplete && !chunks.isEmpty { end() }
    }

    func give(_ chunk: SpeechChunk) { give(.success(chunk)) }
    func fail(_ error: any Error) { give(.failure(error)) }
    func end() { give(nil) }

    private func give(_ result: Result<SpeechChunk, any Error>?) {
        let reader = state.withLock { state -> CheckedContinuation<Result<SpeechChunk, any Error>?, Never>? in
            if let reader = state.reader {
                state.reader = nil
                state.taken += 1
                return reader
            }
            state.given.append(result)
            return nil
        }
        reader?.resume(returning: result)
    }

    /// Waits until the stage has asked for a chunk `count` times: it has taken in all before the last.
    func asked(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isDone = state.withLock { state in
                if state.asked >= count { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if isDone { continuation.resume() }
        }
    }

    var askedCount: Int { state.withLock { $0.asked } }

    struct Iterator: AsyncIteratorProtocol {
        let speech: ScriptedSpeech
        mutating func next() async throws -> SpeechChunk? { try await speech.next() }
    }
    func makeAsyncIterator() -> Iterator { Iterator(speech: self) }

    private func next() async throws -> SpeechChunk? {
        let watchers = state.withLock { state in
            state.asked += 1
            defer { state.watchers.removeAll { $0.count <= state.asked } }
            return state.watchers.filter { $0.count <= state.asked }
        }
        for watcher in watchers { watcher.continuation.resume() }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ready = state.withLock { state -> Result<SpeechChunk, any Error>?? in
                    if Task.isCancelled { return .some(nil) }
                    if !state.given.isEmpty { return .some(state.given.removeFirst()) }
                    state.reader = continuation
                    return nil
                }
                if let ready { continuation.resume(returning: ready) }
            }
        } onCancel: {
            let reader = state.withLock { state in
                defer { state.reader = nil }
                return state.reader
            }
            reader?.resume(returning: nil)
        }
        return try result?.get()
    }
}

extension SpeechChunk {
    private static let voices = Voices()

    /// A text in a built-in voice, clause by clause.
    static func spoken(_ text: String) async throws -> [SpeechChunk] {
        var chunks: [SpeechChunk] = []
        for try await chunk in try voices.speech(of: text, voice: "slt") { chunks.append(chunk) }
        return chunks
    }
}
