package import Foundation

/// One complete response. `Content-Length`, `Date` and the answer to `HEAD` are the server's business.
package struct HTTPResponse: Sendable {
    package var status: Int
    package var headers: HTTPHeaders
    package var body: [UInt8]

    package init(status: Int, headers: HTTPHeaders = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// JSON with sorted keys.
    /// - Parameter encoder: For other key spellings or dates than the default's.
    package static func json(
        status: Int = 200, _ value: some Encodable, encoder: JSONEncoder = JSONEncoder()
    ) throws -> HTTPResponse {
        encoder.outputFormatting.formUnion([.sortedKeys, .withoutEscapingSlashes])
        return HTTPResponse(
            status: status, headers: ["Content-Type": "application/json"], body: [UInt8](try encoder.encode(value)))
    }

    package static func text(status: Int = 200, _ text: String, type: String = "text/plain; charset=utf-8") -> Self {
        HTTPResponse(status: status, headers: ["Content-Type": type], body: Array(text.utf8))
    }

    /// No body (RFC 9110 §15.3.5).
    package static func noContent(headers: HTTPHeaders = [:]) -> HTTPResponse {
        HTTPResponse(status: 204, headers: headers)
    }

    /// What HTTP itself answers when it refuses a request: `{"code": 404, "message": "…"}`.
    package static func problem(_ status: Int, _ message: String, headers: HTTPHeaders = [:]) -> HTTPResponse {
        var response = HTTPResponse(status: status, headers: ["Content-Type": "application/json"])
        response.headers.merge(headers)
        response.body = Array("{\"code\":\(status),\"message\":\(JSONText.quoted(message))}".utf8)
        return response
    }
}

enum JSONText {
    /// A JSON string (RFC 8259 §7) of `text`.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case _ where scalar.value < 32:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
