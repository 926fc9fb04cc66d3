import Foundation
import FoundationNetworking
import Testing

/// Plain HTTP requests to a server, as clients in other languages send them.
struct APIClient: Sendable {
    let base: String

    struct Reply: @unchecked Sendable {
        var status: Int
        var headers: [String: String]
        var body: Data
        /// Nil when the body is no JSON object.
        var json: [String: Any]? { (try? JSONSerialization.jsonObject(with: body)) as? [String: Any] }
        var code: Int? { json?["code"] as? Int }
        var data: [String: Any] { json?["data"] as? [String: Any] ?? [:] }
        var text: String { String(decoding: body, as: UTF8.self) }
    }

    enum Credential {
        case none
        case key(String)
        case bearer(String)
    }

    func send(
        _ method: String, _ path: String, _ body: String? = nil, type: String? = "application/json",
        as credential: Credential, headers: [String: String] = [:]
    ) async throws -> Reply {
        var request = URLRequest(url: try #require(URL(string: base + path)))
        request.httpMethod = method
        if let type { request.setValue(type, forHTTPHeaderField: "Content-Type") }
        switch credential {
        case .none: break
        case .key(let key): request.setValue(key, forHTTPHeaderField: "X-Api-Key")
        case .bearer(let token): request.setValue("Bearer " + token, forHTTPHeaderField: "Authorization")
        }
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        request.httpBody = body.map { Data($0.utf8) }
        let (data, response) = try await URLSession.shared.data(for: request)
        let http = try #require(response as? HTTPURLResponse)
        var fields: [String: String] = [:]
        for (name, value) in http.allHeaderFields { fields["\(name)".lowercased()] = "\(value)" }
        return Reply(status: http.statusCode, headers: fields, body: data)
    }
}
