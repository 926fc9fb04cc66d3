internal import Core
internal import HTTP

extension ProviderError.Fault {
    /// What went wrong with a request for speech; nil when it was merely cancelled.
    init?(speaking error: HTTPClientError, within times: SpeakingTimeouts) {
        switch error {
        case .badURL, .unreachable, .tls: self = .unreachable
        case .addressBlocked: self = .addressBlocked
        case .timedOut(let phase):
            switch phase {
            case .connect: self = .timedOut(times.connect)
            case .firstByte: self = .timedOut(times.first)
            case .idle: self = .timedOut(times.idle)
            case .total: self = .timedOut(times.http.total)
            }
        case .cut: self = .cut
        case .tooLarge: self = .tooLarge
        case .tooManyRedirects: self = .rejected(status: 310)
        case .garbage(let reason): self = .garbage(detail: reason)
        case .refused(let status, let headers, _): self.init(speakingStatus: status, headers)
        case .cancelled: return nil
        }
    }

    /// A response that is not the speech asked for.
    init(speakingStatus status: Int, _ headers: HTTPHeaders) {
        switch status {
        case 401, 403: self = .unauthorized
        case 429:
            let seconds = headers["Retry-After"].flatMap { Int($0) }
            self = .rateLimited(retryAfter: seconds.map { .seconds(min(max($0, 0), 3_600)) })
        case 500...599: self = .serverFailed(status: status)
        default: self = .rejected(status: status)
        }
    }
}
