package import HTTP
package import Knowledge

/// Gets the pages that links lead to: public addresses alone (`Egress`, checked for every redirect too), bounded in size
/// and time.
package struct PageFetcher: PageFetching {
    package static let largestPage = 5 << 20
    package static let seconds = 15

    private let client: HTTPClient
    private let userAgent: String

    package init(client: HTTPClient, userAgent: String = "Visavis") {
        self.client = client
        self.userAgent = userAgent
    }

    package func fetch(_ url: String, unless known: PageValidators) async throws(LinkError) -> FetchedPage? {
        var headers: HTTPHeaders = [
            "Accept": "text/html, application/xhtml+xml, text/plain, text/markdown, application/pdf, */*;q=0.1",
            "User-Agent": userAgent,
        ]
        if let tag = known.entityTag { headers["If-None-Match"] = tag }
        if let date = known.lastModified { headers["If-Modified-Since"] = date }
        let time = Duration.seconds(Self.seconds)
        let request = OutgoingRequest(
            .get, url, headers: headers, reach: .untrusted,
            timeouts: HTTPTimeouts(connect: time, firstByte: time, idle: time, total: time),
            maximumBody: Self.largestPage, maximumRedirects: 5)
        let response: ReceivedResponse
        do throws(HTTPClientError) {
            response = try await client.send(request)
        } catch {
            throw Self.linkError(error)
        }
        if response.status == 304 { return nil }
        guard (200..<300).contains(response.status) else { throw .status(response.status) }
        return FetchedPage(
            url: response.url, mediaType: response.headers["Content-Type"],
            validators: PageValidators(
                entityTag: response.headers["ETag"], lastModified: response.headers["Last-Modified"]),
            bytes: response.body)
    }

    private static func linkError(_ error: HTTPClientError) -> LinkError {
        switch error {
        case .badURL(let reason): .invalid(reason: "it \(reason)")
        case .addressBlocked(let host): .refused(host: host)
        case .unreachable(let host): .unreachable(reason: "\(host) does not answer")
        case .tls(_, let reason): .unreachable(reason: reason)
        case .timedOut: .timedOut(seconds: seconds)
        case .cut: .unreachable(reason: "the connection broke")
        case .tooLarge(let limit): .tooLarge(limit: limit)
        case .tooManyRedirects: .tooManyRedirects
        case .garbage(let reason): .unreachable(reason: reason)
        case .refused(let status, _, _): .status(status)
        case .cancelled: .cancelled
        }
    }
}
