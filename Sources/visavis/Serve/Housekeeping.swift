internal import Core
internal import Foundation
internal import Storage

/// Once an hour what is past its time is forgotten, expired tokens and old transcripts, and links are read again.
struct Housekeeping: Sendable {
    private static let interval = Duration.seconds(3600)
    private let task: Task<Void, Never>

    init(tokens: SessionTokens, conversation: ConversationParts, log: Log) {
        task = Task.detached(priority: .background) {
            while !Task.isCancelled {
                do {
                    try await tokens.purge(before: Date())
                    try await conversation.tidy()
                } catch {
                    log(.warning, "what is past its time could not be forgotten", ["reason": "\(error)"])
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    func stop() { task.cancel() }
}
