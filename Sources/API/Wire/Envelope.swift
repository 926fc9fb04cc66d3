internal import Foundation
internal import HTTP

/// `{"code": 100, "message": "success", "data": …}`, as v1 answers.
struct Success<Payload: Encodable>: Encodable {
    var code = 100
    var message = "success"
    /// Some documents promise it beside the code.
    var status = "success"
    var data: Payload
}

/// `{"error": null, "data": …}`, as `create_token` and v2 answer.
struct Answer<Payload: Encodable>: Encodable {
    var error = Null()
    var data: Payload
}

/// JSON's null, where a client wants to see the field.
struct Null: Encodable, Equatable {
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encodeNil()
    }
}

extension HTTPResponse {
    /// camelCase becomes snake_case.
    static func wire(_ value: some Encodable, status: Int = 200) throws -> HTTPResponse {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return try .json(status: status, value, encoder: encoder)
    }

    static func success(_ data: some Encodable = Null()) throws -> HTTPResponse { try .wire(Success(data: data)) }

    static func answer(_ data: some Encodable) throws -> HTTPResponse { try .wire(Answer(data: data)) }
}
