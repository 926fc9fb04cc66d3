/// Request methods (RFC 9110 §9) that routes can have. `HEAD` and `OPTIONS` are answered by the router itself.
package enum HTTPMethod: String, CaseIterable, Sendable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
    case options = "OPTIONS"
}
