internal import Foundation
internal import Synchronization

/// The server's log: one line per event on standard error, with named fields.
///
/// What people say, their addresses, keys and tokens never go into it; sessions appear by their id alone.
package struct Log: Sendable {
    package enum Level: Int, Comparable, CaseIterable, Sendable {
        case debug, info, warning, error
        package static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
    }
    package enum Format: String, CaseIterable, Sendable { case text, json }

    private let level: Level
    private let write: @Sendable (Entry) -> Void

    struct Entry: Sendable {
        var time: Date
        var level: Level
        var message: String
        var fields: [(String, String)]
    }

    /// Lines on standard error, whole ones at a time. Any thread.
    package init(level: Level, format: Format) {
        self.level = level
        let lock = Mutex(())
        write = { entry in
            let line = format == .json ? entry.json : entry.text
            lock.withLock { _ in FileHandle.standardError.write(Data((line + "\n").utf8)) }
        }
    }

    /// Lines as text to somebody else, for tests.
    package init(level: Level, to write: @escaping @Sendable (String) -> Void) {
        self.level = level
        self.write = { write($0.text) }
    }

    package static let silent = Log(level: .error, to: { _ in })

    /// - Parameter message: A fixed sentence; what varies goes into the fields.
    package func callAsFunction(
        _ level: Level, _ message: String, _ fields: KeyValuePairs<String, String> = [:]
    ) {
        guard level >= self.level else { return }
        write(Entry(time: Date(), level: level, message: message, fields: fields.map { ($0.key, $0.value) }))
    }
}

extension Log.Entry {
    var text: String {
        let stamp = time.formatted(.iso8601.time(includingFractionalSeconds: true))
        let tail = fields.map { " \($0)=\(Self.quoted($1))" }.joined()
        return "\(stamp) \(String(describing: level)) \(message)\(tail)"
    }

    var json: String {
        var object = ["time": time.formatted(.iso8601.time(includingFractionalSeconds: true))]
        object["level"] = String(describing: level)
        object["message"] = message
        for (name, value) in fields { object[name] = value }
        let bytes = try? JSONSerialization.data(
            withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
        return bytes.map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    /// One word as it is; anything else in quotes, so that a value can never look like another field or line.
    private static func quoted(_ value: String) -> String {
        let plain = value.allSatisfy { $0.isLetter || $0.isNumber || "-_.:/%+".contains($0) }
        if plain && !value.isEmpty { return value }
        var quoted = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\n": quoted += "\\n"
            case _ where scalar.value < 32 || scalar.value == 127: quoted += "\\u{\(String(scalar.value, radix: 16))}"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return "\"\(quoted)\""
    }
}
