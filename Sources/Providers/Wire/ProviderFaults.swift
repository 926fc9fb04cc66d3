internal import Core
internal import Foundation
internal import HTTP

extension ProviderError.Fault: Error {
    /// What a status other than 2xx means.
    init(status: Int, headers: HTTPHeaders) {
        self =
            switch status {
            case 401, 403: .unauthorized
            case 429: .rateLimited(retryAfter: RetryAfter.duration(in: headers))
            // The server gave up waiting (RFC 9110 §15.5.9): not the request's fault.
            case 408: .serverFailed(status: status)
            case 500...: .serverFailed(status: status)
            default: .rejected(status: status)
            }
    }

    /// - Returns: nil when it was cancelled.
    init?(_ error: HTTPClientError, timeouts: HTTPTimeouts) {
        switch error {
        case .badURL, .unreachable, .tls: self = .unreachable
        case .addressBlocked: self = .addressBlocked
        case .timedOut(.connect): self = .timedOut(timeouts.connect)
        case .timedOut(.firstByte): self = .timedOut(timeouts.firstByte)
        case .timedOut(.idle): self = .timedOut(timeouts.idle)
        case .timedOut(.total): self = .timedOut(timeouts.total)
        case .cut: self = .cut
        case .tooLarge: self = .tooLarge
        case .tooManyRedirects: self = .garbage(detail: "too many redirects")
        case .garbage(let reason): self = .garbage(detail: reason)
        case .refused(let status, let headers, _): self.init(status: status, headers: headers)
        case .cancelled: return nil
        }
    }

    /// What an error object in a body or stream means, as OpenAI, vLLM, llama.cpp, Ollama and gateways write it: a code
    /// that is a status or a word, else a word as its type.
    init?(errorIn json: JSON) {
        let error = json["error"].isNull && json["object"].string == "error" ? json : json["error"]
        guard !error.isNull else { return nil }
        let status = error["code"].int ?? error["status"].int ?? error["code"].string.flatMap(Int.init)
        if let status, (400...599).contains(status) {
            self.init(status: status, headers: [:])
            return
        }
        let words = [error["code"].string, error["type"].string].compactMap { $0?.lowercased() }.joined(separator: " ")
        self =
            if words.contains("rate_limit") || words.contains("quota") || words.contains("too_many") {
                .rateLimited(retryAfter: nil)
            } else if words.contains("auth") || words.contains("api_key") || words.contains("permission") {
                .unauthorized
            } else if words.contains("invalid") || words.contains("not_found") || words.contains("context_length") {
                .rejected(status: 400)
            } else {
                .serverFailed(status: 500)
            }
    }
}

/// `Retry-After` (RFC 9110 §10.2.3), and `retry-after-ms`, which OpenAI and Azure send.
enum RetryAfter {
    static func duration(in headers: HTTPHeaders, now: Date = Date()) -> Duration? {
        if let text = headers["retry-after-ms"], let milliseconds = Double(text), (0...1e9).contains(milliseconds) {
            return .seconds(milliseconds / 1000)
        }
        guard let text = headers["Retry-After"] else { return nil }
        if let seconds = Double(text) { return (0...1e6).contains(seconds) ? .seconds(seconds) : nil }
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return format.date(from: text).map { .seconds(max(0, $0.timeIntervalSince(now))) }
    }
}
