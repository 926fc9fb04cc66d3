/// A response whose body is still coming. Letting go of it and its chunks closes the connection.
package struct StreamedResponse: Sendable {
    package let status: Int
    package let headers: HTTPHeaders
    /// Where it comes from, after redirects.
    package let url: String
    package let chunks: Chunks

    /// The body as it comes, in pieces of any size, none empty; for one reader.
    ///
    /// At most 256 KiB wait here; a reader that is slower makes the other side wait. The end of the sequence is the end
    /// of the body as the protocol says; anything else is thrown, `cut` above all.
    package struct Chunks: AsyncSequence, Sendable {
        package typealias Element = [UInt8]
        package typealias Failure = HTTPClientError
        let handle: TransferHandle

        package func makeAsyncIterator() -> Iterator { Iterator(handle: handle) }

        package struct Iterator: AsyncIteratorProtocol {
            let handle: TransferHandle

            package func next() async throws(HTTPClientError) -> [UInt8]? { try await handle.next() }

            package func next(
                isolation: isolated (any Actor)?
            ) async throws(HTTPClientError) -> [UInt8]? { try await handle.next() }
        }
    }

    /// Closes the connection; whoever waits for a chunk gets ``HTTPClientError/cancelled``.
    package func cancel() { chunks.handle.cancel() }
}

/// Owns a transfer: when the last copy goes, so does the connection, unless the response was read to its end.
final class TransferHandle: Sendable {
    let transfer: Transfer
    private let pool: TransferPool

    init(_ transfer: Transfer, _ pool: TransferPool) {
        self.transfer = transfer
        self.pool = pool
    }

    deinit { cancel() }

    func cancel() {
        GLibLoop.shared.run { [transfer, pool] in pool.assumeIsolated { $0.cancel(transfer) } }
    }

    func next() async throws(HTTPClientError) -> [UInt8]? { try await pool.next(transfer).get() }
}
