internal import Foundation

/// Functions as an operator writes them down.
package enum ToolList {
    package enum Failure: Error, Equatable, CustomStringConvertible {
        case notJSON
        case badTool(number: Int, reason: String)
        case twice(name: String)

        package var description: String {
            switch self {
            case .notJSON: "The list of functions is not a JSON array of objects."
            case .badTool(let number, let reason): "Function \(number) of the list \(reason)."
            case .twice(let name): "The list has two functions of the name \(name)."
            }
        }
    }

    /// - Parameter json: An array of `{"name", "description", "parameters"}`, or of OpenAI's
    ///   `{"type": "function", "function": {…}}`.
    package static func read(_ json: [UInt8]) throws(Failure) -> [ChatTool] {
        guard let list = try? JSONSerialization.jsonObject(with: Data(json)) as? [[String: Any]] else { throw .notJSON }
        var tools: [ChatTool] = []
        for (index, entry) in list.enumerated() {
            let tool = try read(entry["function"] as? [String: Any] ?? entry, number: index + 1)
            guard !tools.contains(where: { $0.name == tool.name }) else { throw .twice(name: tool.name) }
            tools.append(tool)
        }
        return tools
    }

    private static func read(_ entry: [String: Any], number: Int) throws(Failure) -> ChatTool {
        // The characters OpenAI allows.
        guard let name = entry["name"] as? String, name.wholeMatch(of: /[A-Za-z0-9_-]{1,64}/) != nil else {
            throw .badTool(number: number, reason: "needs a name of at most 64 letters, digits, _ and -")
        }
        let parameters = entry["parameters"] ?? ["type": "object", "properties": [String: Any]()] as [String: Any]
        guard parameters is [String: Any],
            let schema = try? JSONSerialization.data(
                withJSONObject: parameters, options: [.sortedKeys, .withoutEscapingSlashes])
        else { throw .badTool(number: number, reason: "needs parameters that are a JSON Schema, an object") }
        return ChatTool(
            name: name, description: entry["description"] as? String ?? "",
            parameters: String(decoding: schema, as: UTF8.self))
    }
}
