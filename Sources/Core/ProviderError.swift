/// Why an engine or a provider outside did not do its part of a conversation. Its name is what clients and metrics see.
package struct ProviderError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What it was needed for.
    package enum Part: String, CaseIterable, Sendable {
        case listening = "asr"
        case thinking = "llm"
        case speaking = "tts"
        case embedding
    }

    package enum Fault: Equatable, Sendable {
        /// No connection: refused, no such host, TLS failed.
        case unreachable
        /// Nothing came for so long.
        case timedOut(Duration)
        /// 401 or 403: the key is wrong.
        case unauthorized
        /// 429.
        case rateLimited(retryAfter: Duration?)
        /// Another status that says the request was wrong.
        case rejected(status: Int)
        /// 5xx.
        case serverFailed(status: Int)
        /// The stream ended in its middle.
        case cut
        /// What came is not what the wire format says; `detail` holds nothing of the visitor's words.
        case garbage(detail: String)
        /// Sound that is not at the rate that was asked for or declared, in Hz; 0 when it is unknown.
        case wrongSampleRate(Int)
        /// All went well, but nothing was in it.
        case empty
        /// The address is private and the operator does not allow it.
        case addressBlocked
        /// More than the bounded amount came.
        case tooLarge
        /// It does not understand or speak the language (BCP 47).
        case languageUnknown(String)
        /// As many requests as are allowed wait already.
        case busy
    }

    package var part: Part
    /// Whom to blame, for people: "pocketsphinx", "api.example.com".
    package var provider: String
    package var fault: Fault

    package init(_ part: Part, _ provider: String, _ fault: Fault) {
        self.part = part
        self.provider = provider
        self.fault = fault
    }

    /// Such as "llm_rate_limited": a small fixed set.
    package var name: String { "\(part.rawValue)_\(fault.name)" }

    package var description: String {
        let who = "The provider \(provider) (\(part.rawValue))"
        return switch fault {
        case .unreachable: "\(who) cannot be reached; check its address and whether it runs."
        case .timedOut(let time): "\(who) did not answer within \(time)."
        case .unauthorized: "\(who) refuses the key; check it."
        case .rateLimited: "\(who) gets too many requests with this key."
        case .rejected(let status): "\(who) rejects the request (HTTP \(status)); check the model's name."
        case .serverFailed(let status): "\(who) failed (HTTP \(status))."
        case .cut: "\(who) broke off in the middle of its answer."
        case .garbage(let detail): "\(who) answered what cannot be read: \(detail)."
        case .wrongSampleRate(0): "\(who) sent sound at another rate than the one asked for; check what it sends."
        case .wrongSampleRate(let rate): "\(who) sent sound at \(rate) Hz, which was not asked for."
        case .empty: "\(who) answered nothing."
        case .addressBlocked:
            "\(who) has a private address, which is not allowed; the operator can allow it (outgoing.allow)."
        case .tooLarge: "\(who) sent more than is taken."
        case .languageUnknown(let tag):
            "\(who) does not know the language \(tag.prefix(16)); configure one that does (listening.engine)."
        case .busy: "\(who) has too many requests waiting."
        }
    }
}

extension ProviderError.Fault {
    package var name: String {
        switch self {
        case .unreachable: "unreachable"
        case .timedOut: "timed_out"
        case .unauthorized: "unauthorized"
        case .rateLimited: "rate_limited"
        case .rejected: "rejected"
        case .serverFailed: "server_failed"
        case .cut: "cut"
        case .garbage: "garbage"
        case .wrongSampleRate: "wrong_sample_rate"
        case .empty: "empty"
        case .addressBlocked: "address_blocked"
        case .tooLarge: "too_large"
        case .languageUnknown: "language_unknown"
        case .busy: "busy"
        }
    }

    /// Whether the same request may well succeed a moment later.
    package var isTransient: Bool {
        switch self {
        case .unreachable, .timedOut, .rateLimited, .serverFailed, .cut, .empty, .busy: true
        case .unauthorized, .rejected, .garbage, .wrongSampleRate, .addressBlocked, .tooLarge, .languageUnknown: false
        }
    }
}
