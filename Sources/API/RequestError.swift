/// What is wrong with a request itself.
package enum RequestError: Error, Equatable, CustomStringConvertible {
    case badJSON
    case notAnObject
    case missing(field: String)
    case wrongType(field: String, expected: String)
    case outOfRange(field: String, allowed: String)
    case unknownChoice(field: String, value: String, allowed: [String])
    case unknownVoice(String)
    /// Understood, but this server does not do it.
    case unsupported(String)
    case unauthorized(String)
    case forbidden(String)
    case tooManyRequests(retryAfter: Duration)
    /// WHEP: the body's type.
    case unsupportedMediaType(expected: String)
    case unacceptable(String)
    case preconditionFailed
    case preconditionRequired
    /// WHEP: the viewer has to connect anew instead.
    case restartNotPossible
    case notFound(String)
    /// As many as there may be are there already.
    case limitReached(String)

    package var description: String {
        switch self {
        case .badJSON: "The body is not JSON."
        case .notAnObject: "The body is JSON but not an object."
        case .missing(let field): "The field \"\(field)\" is missing."
        case .wrongType(let field, let expected): "The field \"\(field)\" must be \(expected)."
        case .outOfRange(let field, let allowed): "The field \"\(field)\" must be \(allowed)."
        case .unknownChoice(let field, let value, let allowed):
            "The field \"\(field)\" cannot be \"\(value.prefix(40))\"; choose one of \(allowed.joined(separator: ", "))."
        case .unknownVoice(let id): "There is no voice \"\(id.prefix(64))\"; see /v2/voices."
        case .unsupported(let text), .unauthorized(let text), .forbidden(let text), .unacceptable(let text),
            .notFound(let text), .limitReached(let text):
            text
        case .tooManyRequests: "Too many requests with this key; slow down."
        case .unsupportedMediaType(let expected): "The body's type must be \(expected)."
        case .preconditionFailed: "If-Match does not name the viewer's present ICE session."
        case .restartNotPossible: "ICE cannot be restarted here; post a new offer instead."
        case .preconditionRequired: "A change needs If-Match with the viewer's ETag, or * for an ICE restart."
        }
    }
}
