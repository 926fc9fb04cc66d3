internal import Foundation

/// A request's JSON object, read leniently: an absent or empty body is `{}`, null is absent, unknown fields are ignored,
/// and numbers and booleans may be written as strings, as some clients do.
struct Fields {
    private let values: [String: Any]
    /// What precedes the names in messages: "voice." inside the object `voice`.
    private let prefix: String

    private init(_ values: [String: Any], prefix: String) {
        self.values = values
        self.prefix = prefix
    }

    /// - Throws: ``RequestError/badJSON`` and ``RequestError/notAnObject``.
    init(_ body: [UInt8]) throws(RequestError) {
        prefix = ""
        let isBlank = body.allSatisfy { $0 == 32 || (9...13).contains($0) }
        guard !isBlank else {
            values = [:]
            return
        }
        // Foundation refuses more than 512 levels.
        guard let value = try? JSONSerialization.jsonObject(with: Data(body), options: [.fragmentsAllowed]) else {
            throw .badJSON
        }
        if value is NSNull {
            values = [:]
        } else if let object = value as? [String: Any] {
            values = object
        } else {
            throw .notAnObject
        }
    }

    private func value(_ name: String) -> Any? {
        guard let value = values[name], !(value is NSNull) else { return nil }
        return value
    }

    /// Present and not null.
    func has(_ name: String) -> Bool { value(name) != nil }

    /// Present and null.
    func isNull(_ name: String) -> Bool { values[name] is NSNull }

    func string(_ name: String) throws(RequestError) -> String? {
        guard let value = value(name) else { return nil }
        guard let text = value as? String else { throw .wrongType(field: prefix + name, expected: "a string") }
        return text
    }

    /// The first of the names that is there and not empty.
    func string(_ names: [String]) throws(RequestError) -> String? {
        for name in names {
            if let text = try string(name), !text.isEmpty { return text }
        }
        return nil
    }

    func required(_ name: String) throws(RequestError) -> String {
        guard let text = try string(name) else { throw .missing(field: prefix + name) }
        return text
    }

    func number(_ name: String, in range: ClosedRange<Double>) throws(RequestError) -> Double? {
        guard let value = value(name) else { return nil }
        let number: Double? =
            isBoolean(value) ? nil : (value as? NSNumber)?.doubleValue ?? (value as? String).flatMap(Double.init)
        guard let number, number.isFinite else { throw .wrongType(field: prefix + name, expected: "a number") }
        guard range.contains(number) else {
            throw .outOfRange(field: prefix + name, allowed: "\(plain(range.lowerBound)) to \(plain(range.upperBound))")
        }
        return number
    }

    func integer(_ name: String, in range: ClosedRange<Int>) throws(RequestError) -> Int? {
        guard let number = try number(name, in: Double(range.lowerBound)...Double(range.upperBound)) else { return nil }
        guard number == number.rounded() else { throw .wrongType(field: prefix + name, expected: "a whole number") }
        return Int(number)
    }

    func flag(_ name: String) throws(RequestError) -> Bool? {
        guard let value = value(name) else { return nil }
        if let text = value as? String {
            switch text.lowercased() {
            case "true", "1": return true
            case "false", "0", "": return false
            default: throw .wrongType(field: prefix + name, expected: "true or false")
            }
        }
        guard let number = value as? NSNumber, isBoolean(value) || number == 0 || number == 1 else {
            throw .wrongType(field: prefix + name, expected: "true or false")
        }
        return number.boolValue
    }

    func object(_ name: String) throws(RequestError) -> Fields? {
        guard let value = value(name) else { return nil }
        guard let object = value as? [String: Any] else {
            throw .wrongType(field: prefix + name, expected: "an object")
        }
        return Fields(object, prefix: prefix + name + ".")
    }

    /// - Parameter bytes: How long it may be as UTF-8.
    func text(_ name: String, atMost bytes: Int) throws(RequestError) -> String? {
        guard let text = try string(name) else { return nil }
        guard text.utf8.count <= bytes else {
            throw .outOfRange(field: prefix + name, allowed: "at most \(bytes) bytes of text")
        }
        return text
    }

    /// The first of the names that is there, be it empty.
    func text(_ names: [String], atMost bytes: Int) throws(RequestError) -> String? {
        for name in names {
            if let text = try text(name, atMost: bytes) { return text }
        }
        return nil
    }

    /// An object whose members are texts; numbers are taken as they are written, null is left out.
    func texts(_ name: String, count: Int, keys: Int, values: Int) throws(RequestError) -> [String: String]? {
        guard let members = try object(name) else { return nil }
        guard members.values.count <= count else {
            throw .outOfRange(field: prefix + name, allowed: "at most \(count) entries")
        }
        var texts: [String: String] = [:]
        for (key, value) in members.values where !(value is NSNull) {
            let text = (value as? String) ?? (value as? NSNumber).map { isBoolean($0) ? "\($0.boolValue)" : "\($0)" }
            guard let text else { throw .wrongType(field: members.prefix + key.prefix(40), expected: "a string") }
            guard (1...keys).contains(key.count), text.count <= values else {
                throw .outOfRange(
                    field: prefix + name,
                    allowed: "names of 1 to \(keys) and values of at most \(values) characters")
            }
            texts[key] = text
        }
        return texts
    }

    func objects(_ name: String, atMost limit: Int) throws(RequestError) -> [Fields]? {
        guard let value = value(name) else { return nil }
        guard let list = value as? [[String: Any]] else {
            throw .wrongType(field: prefix + name, expected: "a list of objects")
        }
        guard list.count <= limit else { throw .outOfRange(field: prefix + name, allowed: "at most \(limit) entries") }
        return list.enumerated().map { Fields($1, prefix: "\(prefix)\(name)[\($0)].") }
    }

    /// BCP 47; "" stays.
    func language(_ name: String) throws(RequestError) -> String? {
        guard let tag = try text(name, atMost: 35), !tag.isEmpty else { return try string(name) }
        return try Self.language(tag, field: prefix + name)
    }

    static func language(_ tag: String, field: String) throws(RequestError) -> String {
        guard tag.wholeMatch(of: /[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*/) != nil else {
            throw .outOfRange(field: field, allowed: "a language tag such as en or pt-BR")
        }
        return tag.replacing("_", with: "-")
    }

    /// One of a set of words, whatever their case.
    func choice<Choice: CaseIterable & RawRepresentable>(
        _ name: String, _ type: Choice.Type = Choice.self, aliases: [String: Choice] = [:]
    ) throws(RequestError) -> Choice? where Choice.RawValue == String {
        guard let text = try string(name), !text.isEmpty else { return nil }
        let word = text.lowercased()
        if let found = Choice.allCases.first(where: { $0.rawValue.lowercased() == word }) ?? aliases[word] {
            return found
        }
        throw .unknownChoice(field: prefix + name, value: text, allowed: Choice.allCases.map(\.rawValue))
    }

    private func isBoolean(_ value: Any) -> Bool {
        guard let number = value as? NSNumber else { return false }
        return number.objCType.pointee == 99  // "c": what Foundation makes of true and false
    }

    private func plain(_ number: Double) -> String {
        number == number.rounded() ? String(Int(number)) : String(number)
    }
}
