internal import Core
package import HTTP

/// A service of a provider: where, with which key, how patiently. Any thread.
package struct Service: Sendable {
    package var client: HTTPClient
    /// As people write it, with or without `/v1`.
    package var url: String
    /// Sent as a bearer token; nil or empty sends none.
    package var key: String?
    /// Sent with every request; these win over what is sent otherwise.
    package var headers: HTTPHeaders
    /// Who chose the address: the operator, or somebody who talks to the server.
    package var reach: Egress.Reach

    package init(
        client: HTTPClient, url: String, key: String? = nil, headers: HTTPHeaders = [:],
        reach: Egress.Reach = .configured
    ) {
        self.client = client
        self.url = url
        self.key = key
        self.headers = headers
        self.reach = reach
    }

    var address: ServiceAddress { ServiceAddress(url) }

    func post(
        _ path: String, body: [UInt8], type: String = "application/json", accept: String = "application/json",
        timeouts: HTTPTimeouts, maximumBody: Int
    ) -> OutgoingRequest {
        var headers: HTTPHeaders = ["Content-Type": type, "Accept": accept]
        if let key, !key.isEmpty { headers["Authorization"] = "Bearer \(key)" }
        headers.merge(self.headers)
        return OutgoingRequest(
            .post, address.endpoint(path), headers: headers, body: body, reach: reach, timeouts: timeouts,
            maximumBody: maximumBody, maximumRedirects: 0)
    }

    /// The body of a response with a good status.
    func send(_ request: OutgoingRequest, for part: ProviderError.Part) async throws -> ReceivedResponse {
        let host = address.host
        do throws(HTTPClientError) {
            let response = try await client.send(request)
            guard (200...299).contains(response.status) else {
                throw HTTPClientError.refused(status: response.status, headers: response.headers, body: [])
            }
            return response
        } catch {
            throw Self.error(error, part, host, request.timeouts)
        }
    }

    /// A response with a good status, its body still coming.
    func stream(_ request: OutgoingRequest, for part: ProviderError.Part) async throws -> StreamedResponse {
        let host = address.host
        do throws(HTTPClientError) {
            let response = try await client.stream(request)
            guard (200...299).contains(response.status) else {
                response.cancel()
                throw HTTPClientError.refused(status: response.status, headers: response.headers, body: [])
            }
            return response
        } catch {
            throw Self.error(error, part, host, request.timeouts)
        }
    }

    /// What an error of the connection is in the words of a conversation.
    static func error(
        _ error: HTTPClientError, _ part: ProviderError.Part, _ host: String, _ timeouts: HTTPTimeouts
    ) -> any Error {
        ProviderError.Fault(error, timeouts: timeouts).map { ProviderError(part, host, $0) } ?? CancellationError()
    }
}
