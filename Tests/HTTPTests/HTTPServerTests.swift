import Core
import Foundation
import FoundationNetworking
import Testing

@testable import HTTP

@Suite struct HTTPServerTests {
    @Test("a request is answered by its route's handler")
    func answers() async throws {
        var router = Router()
        router.add(.get, "/hello/{name}") { request in .text("Hello \(request.pathParameters["name"] ?? "")") }
        router.add(.post, "/echo") { request in HTTPResponse(status: 201, body: request.body) }
        let server = HTTPServer(
            HTTPServerConfiguration(host: "127.0.0.1", port: 0), router: router, metrics: Metrics(), log: .silent)
        let address = try await server.start()[0]
        let url = URL(string: "http://\(address)/hello/A%20b")!
        let (data, response) = try await URLSession.shared.data(from: url)
        #expect(String(decoding: data, as: UTF8.self) == "Hello A b")
        #expect((response as? HTTPURLResponse)?.statusCode == 200)
        var post = URLRequest(url: URL(string: "http://\(address)/echo")!)
        post.httpMethod = "POST"
        post.httpBody = Data("body".utf8)
        let (echo, created) = try await URLSession.shared.data(for: post)
        #expect(String(decoding: echo, as: UTF8.self) == "body")
        #expect((created as? HTTPURLResponse)?.statusCode == 201)
        await server.stop(within: .seconds(1))
    }
}
