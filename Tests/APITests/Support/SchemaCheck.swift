import Foundation

/// docs/openapi.json, and the part of JSON Schema that it uses.
struct OpenAPIDocument: @unchecked Sendable {
    let root: [String: Any]

    init() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let file = folder.appending(path: "../../../docs/openapi.json").standardizedFileURL
        root = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any] ?? [:]
    }

    var paths: [String: [String: Any]] { root["paths"] as? [String: [String: Any]] ?? [:] }

    /// "POST /v1/…" of every operation, with its tags.
    var operations: [String: [String]] {
        var operations: [String: [String]] = [:]
        for (path, methods) in paths {
            for (method, operation) in methods {
                operations["\(method.uppercased()) \(path)"] = (operation as? [String: Any])?["tags"] as? [String] ?? []
            }
        }
        return operations
    }

    /// The schema of an operation's JSON answer with this status; nil when none is described.
    func schema(_ method: String, _ path: String, status: Int) -> [String: Any]? {
        let operation = paths[path]?[method.lowercased()] as? [String: Any]
        let responses = operation?["responses"] as? [String: [String: Any]]
        guard let response = responses?["\(status)"].map(resolve) else { return nil }
        let content = response["content"] as? [String: [String: Any]]
        return content?["application/json"]?["schema"] as? [String: Any]
    }

    func event() -> [String: Any] { resolve(["$ref": "#/components/schemas/Event"]) }

    private func resolve(_ schema: [String: Any]) -> [String: Any] {
        guard let reference = schema["$ref"] as? String else { return schema }
        var value: Any = root
        for name in reference.dropFirst(2).split(separator: "/") {
            value = (value as? [String: Any])?[String(name)] ?? [:]
        }
        return value as? [String: Any] ?? [:]
    }

    /// What is wrong with `value`; empty when nothing is.
    func faults(_ value: Any, _ unresolved: [String: Any], at place: String = "$") -> [String] {
        let schema = resolve(unresolved)
        if let choices = schema["oneOf"] as? [[String: Any]] {
            let matching = choices.count { faults(value, $0, at: place).isEmpty }
            return matching == 1 ? [] : ["\(place) matches \(matching) of the forms"]
        }
        var found: [String] = []
        let types = (schema["type"] as? [String]) ?? (schema["type"] as? String).map { [$0] } ?? []
        if !types.isEmpty && !types.contains(where: { Self.is(value, $0) }) {
            return ["\(place) is not \(types.joined(separator: " or "))"]
        }
        if let constant = schema["const"], !Self.equal(value, constant) { found.append("\(place) is not \(constant)") }
        if let choices = schema["enum"] as? [Any], !choices.contains(where: { Self.equal(value, $0) }) {
            found.append("\(place) is none of \(choices)")
        }
        if let object = value as? [String: Any] {
            let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
            for name in schema["required"] as? [String] ?? [] where object[name] == nil {
                found.append("\(place).\(name) is missing")
            }
            for (name, member) in object {
                if let property = properties[name] {
                    found += faults(member, property, at: "\(place).\(name)")
                } else if schema["additionalProperties"] as? Bool == false {
                    found.append("\(place).\(name) is not described")
                }
            }
        }
        if let array = value as? [Any], let items = schema["items"] as? [String: Any] {
            for (index, element) in array.enumerated() { found += faults(element, items, at: "\(place)[\(index)]") }
        }
        return found
    }

    private static func equal(_ one: Any, _ other: Any) -> Bool { (one as? NSObject)?.isEqual(other) ?? false }

    private static func `is`(_ value: Any, _ type: String) -> Bool {
        switch type {
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "string": value is String
        case "null": value is NSNull
        case "boolean": (value as? NSNumber)?.objCType.pointee == 99
        case "number": value is NSNumber && !`is`(value, "boolean")
        case "integer":
            `is`(value, "number") && (value as? NSNumber).map { $0.doubleValue.rounded() == $0.doubleValue } ?? false
        default: false
        }
    }
}
