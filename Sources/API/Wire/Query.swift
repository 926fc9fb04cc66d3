internal import Foundation
internal import HTTP

/// A request's query, read as leniently as its body: an empty value is absent.
struct Query {
    private let request: HTTPRequest

    init(_ request: HTTPRequest) { self.request = request }

    func value(_ name: String) -> String? {
        guard let value = request.query(name), !value.isEmpty, value != "null" else { return nil }
        return value
    }

    func integer(_ name: String, in range: ClosedRange<Int>) throws(RequestError) -> Int? {
        guard let value = value(name) else { return nil }
        guard let number = Int(value) else { throw .wrongType(field: name, expected: "a whole number") }
        guard range.contains(number) else {
            throw .outOfRange(field: name, allowed: "\(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// ISO 8601, as in 2026-01-31T00:00:00Z; or the date alone, whose midnight in UTC is meant.
    func date(_ name: String) throws(RequestError) -> Date? {
        guard let value = value(name) else { return nil }
        for style in [Date.ISO8601FormatStyle(), .init(includingFractionalSeconds: true), .init().year().month().day()]
        {
            if let date = try? style.parse(value) { return date }
        }
        throw .wrongType(field: name, expected: "a time such as 2026-01-31T00:00:00Z")
    }

    func choice<Choice: CaseIterable & RawRepresentable>(
        _ name: String, _ type: Choice.Type
    ) throws(RequestError) -> Choice? where Choice.RawValue == String {
        guard let value = value(name) else { return nil }
        guard let choice = Choice.allCases.first(where: { $0.rawValue == value.lowercased() }) else {
            throw .unknownChoice(field: name, value: value, allowed: Choice.allCases.map(\.rawValue))
        }
        return choice
    }
}
