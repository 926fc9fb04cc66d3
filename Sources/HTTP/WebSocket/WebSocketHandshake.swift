internal import CSoup
internal import Foundation

/// The opening handshake (RFC 6455 §4), as far as it is a decision.
enum WebSocketHandshake {
    /// The headers of the response that accepts; or what refuses.
    static func answer(_ headers: HTTPHeaders) -> Result<HTTPHeaders, Refusal> {
        guard holds("websocket", headers.values("Upgrade")), holds("upgrade", headers.values("Connection")) else {
            return .failure(Refusal(response: upgradeRequired))
        }
        guard headers["Sec-WebSocket-Version"] == "13" else {
            return .failure(Refusal(response: upgradeRequired))
        }
        guard let key = headers["Sec-WebSocket-Key"], Data(base64Encoded: key)?.count == 16 else {
            return .failure(Refusal(response: .problem(400, "The field Sec-WebSocket-Key is missing or no key.")))
        }
        return .success(
            ["Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Accept": accept(key: key)])
    }

    struct Refusal: Error { var response: HTTPResponse }

    /// What a request gets that opens no WebSocket where there is nothing else (RFC 9110 §15.5.22).
    static var upgradeRequired: HTTPResponse {
        .problem(
            426, "This path is for WebSockets, version 13.",
            headers: ["Upgrade": "websocket", "Sec-WebSocket-Version": "13"])
    }

    static func accept(key: String) -> String {
        var digest = [UInt8](repeating: 0, count: 20)
        let text = Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)
        csoup_sha1(text, gsize(text.count), &digest)
        return Data(digest).base64EncodedString()
    }

    static func makeKey() -> String { Data((0..<16).map { _ in UInt8.random(in: 0...255) }).base64EncodedString() }

    /// What a client sends.
    static func request(_ target: Target, path: String, key: String, headers: HTTPHeaders) -> [UInt8] {
        var text = "GET \(path) HTTP/1.1\r\nHost: \(target.authority)\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        text += "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: \(key)\r\n"
        if headers["User-Agent"] == nil { text += "User-Agent: Visavis\r\n" }
        for field in headers.fields { text += "\(field.name): \(field.value)\r\n" }
        return Array((text + "\r\n").utf8)
    }

    /// A response's header as a client reads it, and how many bytes it is; nil while it is not complete.
    static func head(_ bytes: [UInt8]) throws(HTTPClientError) -> (status: Int, headers: HTTPHeaders, length: Int)? {
        guard bytes.prefix(5).elementsEqual("HTTP/".utf8.prefix(bytes.count)) else {
            throw .garbage(reason: "it is not HTTP")
        }
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        var lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        let words = lines.removeFirst().split(separator: " ")
        guard words.count >= 2, words[0] == "HTTP/1.1" || words[0] == "HTTP/1.0", let status = Int(words[1]) else {
            throw .garbage(reason: "it is not HTTP")
        }
        var headers = HTTPHeaders()
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers.append(
                String(line[..<colon]), line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces))
        }
        return (status, headers, end.upperBound)
    }

    /// Whether an accepting response fits the key.
    static func isAccepted(_ headers: HTTPHeaders, key: String) -> Bool {
        holds("websocket", headers.values("Upgrade")) && holds("upgrade", headers.values("Connection"))
            && headers["Sec-WebSocket-Accept"] == accept(key: key) && headers["Sec-WebSocket-Extensions"] == nil
    }

    private static func holds(_ token: String, _ values: [String]) -> Bool {
        values.contains { value in
            value.split(separator: ",").contains { $0.trimmingCharacters(in: .whitespaces).lowercased() == token }
        }
    }
}
