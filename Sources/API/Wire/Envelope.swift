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

/// `{"code": 1000, "data": …, "message": "success"}`, as LiveAvatar answers: its Web SDK takes no other code.
struct LiveSuccess<Payload: Encodable>: Encodable {
    var code = 1000
    var message = "success"
    var data: Payload
}

/// One page of a list, as LiveAvatar answers.
struct Page<Entry: Encodable>: Encodable {
    var count: Int
    var next: Maybe<String>
    var previous: Maybe<String>
    var results: [Entry]
}

/// A value that is written as null when it is missing, where a client wants to see the field.
struct Maybe<Value: Encodable>: Encodable {
    var value: Value?

    init(_ value: Value?) { self.value = value }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let value { try container.encode(value) } else { try container.encodeNil() }
    }
}

extension Date {
    /// ISO 8601 with milliseconds, in UTC.
    var wire: String { formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)) }
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

    static func live(_ data: some Encodable = Null()) throws -> HTTPResponse { try .wire(LiveSuccess(data: data)) }

    static func answer(_ data: some Encodable) throws -> HTTPResponse { try .wire(Answer(data: data)) }
}
