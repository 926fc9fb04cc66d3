import Core
import HTTP
import Knowledge
import Testing

@testable import Providers

/// Pages from a real server on this machine.
struct PageFetcherTests {
    private func withPages(_ body: (String) async throws -> Void) async throws {
        var router = Router()
        router.add(.get, "/page") { request in
            if request.headers["If-None-Match"] == "\"1\"" { return HTTPResponse(status: 304) }
            return HTTPResponse(
                status: 200, headers: ["Content-Type": "text/html; charset=utf-8", "ETag": "\"1\""],
                body: Array("<html><body><p>Open from nine to five.</p>".utf8))
        }
        router.add(.get, "/moved") { _ in HTTPResponse(status: 302, headers: ["Location": "/page"]) }
        router.add(.get, "/inside") { _ in
            HTTPResponse(status: 302, headers: ["Location": "http://169.254.169.254/latest/meta-data"])
        }
        router.add(.get, "/circle") { _ in HTTPResponse(status: 302, headers: ["Location": "/circle"]) }
        router.add(.get, "/large") { _ in
            HTTPResponse(
                status: 200, headers: ["Content-Type": "text/plain"],
                body: [UInt8](repeating: 97, count: PageFetcher.largestPage + 1))
        }
        let server = HTTPServer(
            HTTPServerConfiguration(host: "127.0.0.1", port: 0), router: router, metrics: Metrics(), log: .silent)
        let port = try await server.start()[0].port
        do {
            try await body("http://127.0.0.1:\(port)")
        } catch {
            await server.stop(within: .zero)
            throw error
        }
        await server.stop(within: .zero)
    }

    private func fetcher(allowing names: [String] = ["127.0.0.1"]) -> PageFetcher {
        PageFetcher(client: HTTPClient(egress: Egress(allowing: names.compactMap { Egress.Allowance($0) })))
    }

    @Test("a page is fetched with what refreshes it, and not again while it is the same")
    func page() async throws {
        try await withPages { base in
            let page = try #require(try await fetcher().fetch(base + "/moved", unless: PageValidators()))
            #expect(page.url == base + "/page" && page.mediaType == "text/html; charset=utf-8")
            #expect(page.validators == PageValidators(entityTag: "\"1\""))
            #expect(try await fetcher().fetch(base + "/page", unless: page.validators) == nil)
            let links = LinkReader(reader: DocumentReader(), fetcher: fetcher())
            let linked = try #require(try await links.read(base + "/page#x"))
            #expect(linked.document.passages.map(\.text) == ["Open from nine to five."])
        }
    }

    @Test("private addresses are refused, at once and behind a redirect; so are endless and oversized pages")
    func refused() async throws {
        try await withPages { base in
            let none = PageValidators()
            await #expect(throws: LinkError.refused(host: "127.0.0.1")) {
                try await fetcher(allowing: []).fetch(base + "/page", unless: none)
            }
            await #expect(throws: LinkError.refused(host: "169.254.169.254")) {
                try await fetcher().fetch(base + "/inside", unless: none)
            }
            await #expect(throws: LinkError.tooManyRedirects) {
                try await fetcher().fetch(base + "/circle", unless: none)
            }
            await #expect(throws: LinkError.tooLarge(limit: PageFetcher.largestPage)) {
                try await fetcher().fetch(base + "/large", unless: none)
            }
            await #expect(throws: LinkError.status(404)) { try await fetcher().fetch(base + "/none", unless: none) }
        }
    }
}
