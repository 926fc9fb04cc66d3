internal import CGStreamer
internal import Cryptography

/// Offer and answer (RFC 8829) through webrtcbin's promises.
extension PeerLink {
    /// Longest wait for any step of webrtcbin's.
    private static let stepLimit = Duration.seconds(5)
    /// How long our candidates are waited for before the description goes out without the rest.
    static let gatheringLimit = Duration.milliseconds(500)

    /// Writes our description and makes it the local one.
    ///
    /// - Returns: With the candidates found by then, our certificate's fingerprint in it.
    func describe(offer: Bool, profileLevelID: String?) async throws(PeerError) -> String {
        let what = offer ? "writing the offer" : "writing the answer"
        try await Reply<Void>.wait(what, limit: Self.stepLimit) { [self] reply in
            guard !closed else { return reply.resume(.failure(.closed)) }
            cgst_create(
                webrtc, offer ? 1 : 0,
                makePromise { [self] result in
                    switch result {
                    case .failure(let error): reply.resume(.failure(error))
                    case .success(let structure): adoptLocal(cgst_created(structure, offer ? 1 : 0), reply)
                    }
                })
        }.get()
        await gather()
        guard !closed, let text = cgst_local_description(webrtc) else { throw .closed }
        defer { g_free(text) }
        return LocalDescription.text(
            String(cString: text), fingerprint: try WebRTC.identity.get().fingerprint, profileLevelID: profileLevelID)
    }

    private func adoptLocal(_ description: UnsafeMutablePointer<GstWebRTCSessionDescription>?, _ reply: Reply<Void>) {
        guard let description else { return reply.resume(.failure(.failed(detail: "no description was made"))) }
        cgst_set_description(webrtc, 1, description, makePromise { reply.resume($0.map { _ in () }) })
        gst_webrtc_session_description_free(description)
    }

    /// - Parameter text: ``RemoteDescription/text``, never what came from outside.
    func setRemote(_ text: String, isOffer: Bool) async throws(PeerError) {
        try await Reply<Void>.wait("taking the description", limit: Self.stepLimit) { [self] reply in
            guard !closed else { return reply.resume(.failure(.closed)) }
            guard let description = cgst_parse_description(text, isOffer ? 1 : 0) else {
                return reply.resume(.failure(.badDescription(detail: "it cannot be read")))
            }
            cgst_set_description(webrtc, 0, description, makePromise { reply.resume($0.map { _ in () }) })
            gst_webrtc_session_description_free(description)
        }.get()
    }

    /// Waits for our candidates, at most ``gatheringLimit``.
    private func gather() async {
        _ = await Reply<Void>.wait("gathering", limit: Self.gatheringLimit) { [self] reply in
            signals.whenGathered { reply.resume(.success(())) }
        }
    }

    /// Starts ICE anew with the other side's new credentials, which webrtcbin 1.22 does not do: its agent is asked
    /// directly. Media goes on over the old path until the new one is found. Blocks for microseconds.
    func restartICE(ufrag: String, password: String) throws(PeerError) -> (ufrag: String, password: String) {
        guard let ice = cgst_get_object(webrtc, "ice-agent") else { throw .closed }
        defer { cgst_release(ice) }
        guard let agent = cgst_get_object(ice, "agent") else { throw .closed }
        defer { cgst_release(agent) }
        var ownUfrag: UnsafeMutablePointer<CChar>?
        var ownPassword: UnsafeMutablePointer<CChar>?
        defer {
            g_free(ownUfrag)
            g_free(ownPassword)
        }
        guard cgst_restart_ice(agent, ufrag, password, &ownUfrag, &ownPassword) != 0, let ownUfrag, let ownPassword
        else { throw .failed(detail: "ICE cannot be restarted") }
        return (String(cString: ownUfrag), String(cString: ownPassword))
    }

    func add(_ candidate: CandidateLine, line: Int) {
        guard !closed, candidate.isUsable else { return }
        cgst_add_candidate(webrtc, UInt32(line), candidate.text)
    }
}
