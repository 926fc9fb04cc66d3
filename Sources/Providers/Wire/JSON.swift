internal import Foundation

/// JSON of others, read without expecting anything of it.
struct JSON {
    private let value: Any?

    /// - Returns: nil when it is not JSON (RFC 8259).
    init?(_ bytes: some Sequence<UInt8>) {
        guard let value = try? JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed]) else {
            return nil
        }
        self.value = value
    }

    init?(_ text: String) { self.init(text.utf8) }

    private init(value: Any?) { self.value = value is NSNull ? nil : value }

    /// A member of an object; null when there is none, as JSON's own null is.
    subscript(name: String) -> JSON { JSON(value: (value as? [String: Any])?[name]) }

    var isNull: Bool { value == nil }
    var isObject: Bool { value is [String: Any] }
    var string: String? { value as? String }
    var bool: Bool? { value as? Bool }
    var int: Int? { (value as? NSNumber).flatMap { Int(exactly: $0.doubleValue) } }
    var double: Double? { (value as? NSNumber)?.doubleValue }
    var array: [JSON]? { (value as? [Any])?.map { JSON(value: $0) } }

    /// All of an array of numbers; nil when anything else is among them.
    var floats: [Float]? {
        guard let values = value as? [Any] else { return nil }
        var floats: [Float] = []
        floats.reserveCapacity(values.count)
        for value in values {
            guard let number = value as? NSNumber else { return nil }
            floats.append(number.floatValue)
        }
        return floats
    }

    /// As text again, keys sorted.
    var text: String {
        let object: Any = value ?? NSNull()
        return String(decoding: Self.bytes(object), as: UTF8.self)
    }

    /// - Parameter object: Of what `JSONSerialization` takes.
    static func bytes(_ object: Any) -> [UInt8] {
        let data = try? JSONSerialization.data(
            withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes, .fragmentsAllowed])
        return data.map { [UInt8]($0) } ?? Array("null".utf8)
    }

    /// What may go into an object for ``bytes(_:)``.
    var object: Any { value ?? NSNull() }
}
