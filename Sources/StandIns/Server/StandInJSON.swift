internal import Foundation

enum StandInJSON {
    /// - Parameter object: Of what `JSONSerialization` takes.
    static func bytes(_ object: Any) -> [UInt8] {
        let data = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
        return [UInt8](data ?? Data())
    }

    static func text(_ object: Any) -> String { String(decoding: bytes(object), as: UTF8.self) }

    /// One server-sent event.
    static func event(_ object: Any) -> [UInt8] { Array("data: ".utf8) + bytes(object) + Array("\n\n".utf8) }

    static func object(_ text: [UInt8]) -> [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(text))) as? [String: Any] ?? [:]
    }
}
