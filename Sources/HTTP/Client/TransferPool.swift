internal import CCurl
internal import Foundation

/// The transfers under way and the connections kept for the next ones: libcurl's "multi" handle on the HTTP thread.
///
/// A connection is used again only within its pool, so that one opened for a configured address never serves an
/// untrusted request.
actor TransferPool {
    nonisolated let egress: Egress
    private let authorities: String?
    private nonisolated(unsafe) let multi: UnsafeMutableRawPointer
    private var transfers: [UnsafeMutableRawPointer: Transfer] = [:]
    private var sockets: [curl_socket_t: LoopSource] = [:]
    private var clock: LoopSource?

    nonisolated var unownedExecutor: UnownedSerialExecutor { GLibLoop.shared.asUnownedSerialExecutor() }

    /// - Parameter connectionsPerHost: Further requests wait for a free one, within their time to connect; 0: no limit.
    init(egress: Egress, authorities: String?, connectionsPerHost: Int, connections: Int, kept: Int) {
        _ = Self.isReady
        self.egress = egress
        self.authorities = authorities
        multi = curl_multi_init()!
        ccurl_multi_set_number(multi, CURLMOPT_MAX_HOST_CONNECTIONS, connectionsPerHost)
        ccurl_multi_set_number(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, connections)
        ccurl_multi_set_number(multi, CURLMOPT_MAXCONNECTS, kept)
        ccurl_multi_set_number(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_NOTHING))
        ccurl_multi_watch(
            multi, { _, socket, what, context, _ in TransferPool.from(context).watch(socket, what) },
            { TransferPool.from($2).setClock($1) }, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        // Everything that could call back holds the pool, so nothing is under way.
        nonisolated(unsafe) let multi = multi
        GLibLoop.shared.run {
            ccurl_multi_watch(multi, nil, nil, nil)
            curl_multi_cleanup(multi)
        }
    }

    /// Once per process, before anything else of libcurl.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// Transfers under way.
    var count: Int { transfers.count }

    /// Begins a transfer and waits for its header, or for the connection of one that only connects.
    func open(_ hop: Transfer.Hop) async throws(HTTPClientError) -> (TransferHandle, Transfer.Head) {
        let transfer = Transfer(hop, egress: egress, authorities: authorities)
        let handle = TransferHandle(transfer, self)
        guard let easy = transfer.easy else { throw .garbage(reason: "out of memory") }
        transfers[easy] = transfer
        arm(transfer)
        let result: Result<Transfer.Head, HTTPClientError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Cancelled, or late, since the last look: its handle is gone.
                if case .over(let error) = transfer.state {
                    return continuation.resume(returning: .failure(error ?? .cut))
                }
                transfer.onHead = continuation
                // What libcurl does not take it would never speak of again.
                if curl_multi_add_handle(multi, easy) != CURLM_OK { end(transfer, .garbage(reason: "out of memory")) }
            }
        } onCancel: {
            handle.cancel()
        }
        return (handle, try result.get())
    }

    /// The next piece of body; nil at its end.
    func next(_ transfer: Transfer) async -> Result<[UInt8]?, HTTPClientError> {
        if let ready = ready(transfer) { return ready }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Others may have had the thread since the last look.
                if let ready = ready(transfer) { return continuation.resume(returning: ready) }
                transfer.onChunk = continuation
                transfer.goOn()
            }
        } onCancel: {
            GLibLoop.shared.run { self.assumeIsolated { $0.cancel(transfer) } }
        }
    }

    /// What a reader gets without waiting; nil when it has to wait.
    private func ready(_ transfer: Transfer) -> Result<[UInt8]?, HTTPClientError>? {
        if let chunk = transfer.take() {
            transfer.goOn()
            return .success(chunk)
        }
        if case .over(let error) = transfer.state { return error.map { .failure($0) } ?? .success(nil) }
        return transfer.onChunk == nil ? nil : .failure(.cancelled)
    }

    /// Closes its connection, unless it is over.
    func cancel(_ transfer: Transfer) { end(transfer, .cancelled) }

    private func end(_ transfer: Transfer, _ error: HTTPClientError?) {
        transfer.end(error)
        guard let easy = transfer.easy else { return }
        transfers[easy] = nil
        curl_multi_remove_handle(multi, easy)
        transfer.free()
    }

    // MARK: Time

    private func arm(_ transfer: Transfer) {
        guard let deadline = transfer.deadline else {
            transfer.clock = nil
            return
        }
        // Phases change without a word here: look at least as often as the shortest of them may end.
        let times = transfer.hop.timeouts
        let wait = min(deadline.at - .now, times.connect, times.firstByte, times.idle)
        transfer.clock = .timer(after: max(wait, .milliseconds(1))) { [weak self, weak transfer] in
            guard let self, let transfer else { return }
            self.assumeIsolated { $0.look(at: transfer) }
        }
    }

    private func look(at transfer: Transfer) {
        guard let deadline = transfer.deadline else { return }
        if deadline.at <= .now { end(transfer, .timedOut(deadline.phase)) } else { arm(transfer) }
    }

    // MARK: What libcurl calls

    private nonisolated static func from(_ context: UnsafeMutableRawPointer?) -> TransferPool {
        Unmanaged<TransferPool>.fromOpaque(context!).takeUnretainedValue()
    }

    private nonisolated func watch(_ socket: curl_socket_t, _ what: Int32) -> Int32 {
        assumeIsolated { pool in
            // A source is not changed but replaced.
            pool.sockets[socket] = nil
            guard what != CURL_POLL_REMOVE else { return }
            let read = what == CURL_POLL_IN || what == CURL_POLL_INOUT
            let write = what == CURL_POLL_OUT || what == CURL_POLL_INOUT
            guard read || write else { return }
            pool.sockets[socket] = .descriptor(socket, read: read, write: write) { [weak pool] ready in
                pool?.assumeIsolated { $0.act(socket, ready) }
            }
        }
        return 0
    }

    private nonisolated func setClock(_ milliseconds: Int) -> Int32 {
        assumeIsolated { pool in
            pool.clock = nil
            guard milliseconds >= 0 else { return }
            pool.clock = .timer(after: .milliseconds(milliseconds)) { [weak pool] in
                pool?.assumeIsolated { $0.act(CURL_SOCKET_TIMEOUT, nil) }
            }
        }
        return 0
    }

    private func act(_ socket: curl_socket_t, _ ready: LoopSource.Readiness?) {
        var flags: Int32 = 0
        if let ready {
            if ready.isReadable { flags |= CURL_CSELECT_IN }
            if ready.isWritable { flags |= CURL_CSELECT_OUT }
            if ready.isBroken { flags |= CURL_CSELECT_ERR }
        }
        var running: Int32 = 0
        curl_multi_socket_action(multi, socket, flags, &running)
        reap()
    }

    /// Ends what libcurl has done with.
    private func reap() {
        var result = CURLE_OK
        while let easy = ccurl_multi_next_done(multi, &result) {
            guard let transfer = transfers[easy] else { continue }
            if result == CURLE_OK && transfer.hop.isConnectOnly {
                transfer.enter(.connected)
                transfer.clock = nil
                transfer.onHead?.resume(returning: .success(.init(status: 0, headers: [:])))
                transfer.onHead = nil
            } else {
                end(transfer, transfer.error(of: result))
            }
        }
    }
}
