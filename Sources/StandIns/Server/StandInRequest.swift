internal import Foundation

/// One request as a stand-in received it.
package struct StandInRequest: Sendable {
    package let method: String
    /// Without the query.
    package let path: String
    package let query: [(name: String, value: String)]
    /// Names in lower case.
    package let headers: [String: String]
    /// Of a WebSocket it is empty.
    package let body: [UInt8]

    /// Bytes of body that are taken.
    private static let mostBody = 32 << 20

    /// Reads the next request of a connection; nil when there is none, or nothing that can be read.
    init?(_ connection: LoopbackConnection) {
        guard let head = connection.read(through: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: head, as: UTF8.self).components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count == 3 else { return nil }
        method = String(words[0])
        let components = URLComponents(string: String(words[1]))
        path = components?.path ?? ""
        query = (components?.queryItems ?? []).map { ($0.name, $0.value ?? "") }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...]
            headers[line[..<colon].lowercased()] = value.trimmingCharacters(in: .whitespaces)
        }
        self.headers = headers
        if headers["expect"]?.lowercased() == "100-continue" {
            connection.write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
        }
        let length = headers["content-length"].flatMap(Int.init) ?? 0
        guard (0...Self.mostBody).contains(length), let body = connection.read(length) else { return nil }
        self.body = body
    }

    /// The first of that name.
    package func query(_ name: String) -> String? { query.first { $0.name == name }?.value }

    /// The body as a JSON object; empty when it is none.
    package var json: [String: Any] { (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:] }

    /// Fields and files of a form (RFC 7578), by name.
    package var form: [String: [UInt8]] {
        guard let type = headers["content-type"], let mark = type.range(of: "boundary=") else { return [:] }
        let boundary = Array("--\(type[mark.upperBound...])".utf8)
        var parts: [String: [UInt8]] = [:]
        var rest = body[...]
        while let start = rest.firstRange(of: boundary) {
            rest = rest[start.upperBound...]
            guard let headEnd = rest.firstRange(of: Array("\r\n\r\n".utf8)), let next = rest.firstRange(of: boundary)
            else { break }
            let head = String(decoding: rest[..<headEnd.lowerBound], as: UTF8.self)
            guard let name = head.firstMatch(of: /[ ;]name="([^"]*)"/) else { continue }
            parts[String(name.1)] = Array(rest[headEnd.upperBound..<next.lowerBound].dropLast(2))
        }
        return parts
    }
}
