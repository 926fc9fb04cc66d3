internal import Foundation
internal import Synchronization

/// A server on a loopback port that behaves like the providers of a conversation. A stand-in: see the README.
///
/// Any thread. It ends when it is let go of, or by ``stop()``.
package final class StandInProvider: Sendable {
    /// What the threads of connections share, so that none of them holds the provider.
    private final class Book: Sendable {
        struct Page {
            var script: StandInScript
            var faulty = 0
            var requests: [StandInRequest] = []
            var messages: [String] = []
        }

        let page: Mutex<Page>

        init(_ script: StandInScript) { page = Mutex(Page(script: script)) }

        func serve(_ connection: LoopbackConnection) {
            while let request = StandInRequest(connection) {
                let exchange = StandInExchange(connection, request, script(for: request)) { [weak self] text in
                    self?.page.withLock { $0.messages = $0.messages.suffix(StandInProvider.mostRequests - 1) + [text] }
                }
                guard exchange.answer() else { return }
            }
        }

        private func script(for request: StandInRequest) -> StandInScript {
            page.withLock { page in
                page.requests = page.requests.suffix(StandInProvider.mostRequests - 1) + [request]
                var script = page.script
                if let most = script.faultyRequests, script.fault != nil {
                    if page.faulty >= most { script.fault = nil }
                    page.faulty += 1
                }
                return script
            }
        }
    }

    /// Requests that are remembered, the newest.
    private static let mostRequests = 1000

    package let port: Int
    private let listener: LoopbackListener
    private let book: Book

    /// - Throws: `POSIXError` when there is no port.
    package init(_ script: StandInScript = StandInScript()) throws {
        listener = try LoopbackListener()
        port = listener.port
        let book = Book(script)
        self.book = book
        listener.serve { book.serve($0) }
        if script.fault == .refused { listener.pause() }
    }

    deinit { listener.stop() }

    /// Of the OpenAI-compatible services, such as `http://127.0.0.1:40123/v1`.
    package var url: String { "http://127.0.0.1:\(port)/v1" }

    /// Of the WebSocket services, without a path.
    package var webSocketURL: String { "ws://127.0.0.1:\(port)" }

    /// Every request so far.
    package var requests: [StandInRequest] { book.page.withLock { $0.requests } }

    /// Every text that came over WebSockets so far.
    package var messages: [String] { book.page.withLock { $0.messages } }

    /// From the next request on. The address stays the same.
    package func follow(_ script: StandInScript) {
        book.page.withLock {
            $0.script = script
            $0.faulty = 0
        }
        if script.fault == .refused { listener.pause() } else { listener.resume() }
    }

    /// Closes every connection and the port.
    package func stop() { listener.stop() }
}
