internal import Foundation
internal import HTTP

/// Which page of a list a client wants, as LiveAvatar's ask: `page` from 1, `page_size` 1 to 100.
struct PagePlace {
    var page: Int
    var size: Int

    init(_ request: HTTPRequest) throws(RequestError) {
        let query = Query(request)
        page = try query.integer("page", in: 1...1_000_000) ?? 1
        size = try query.integer("page_size", in: 1...100) ?? 20
    }

    var offset: Int { (page - 1) * size }

    func page<Entry>(_ entries: [Entry], of total: Int, _ request: HTTPRequest) -> Page<Entry> {
        Page(
            count: total, next: Maybe(offset + entries.count < total ? address(page + 1, request) : nil),
            previous: Maybe(page > 1 ? address(page - 1, request) : nil), results: entries)
    }

    /// The same request for another page.
    private func address(_ page: Int, _ request: HTTPRequest) -> String? {
        var parts = URLComponents(string: origin(of: request) + request.path)
        let others = request.query.filter { $0.name != "page" && $0.name != "page_size" }
        parts?.queryItems =
            others.map { URLQueryItem(name: $0.name, value: $0.value) }
            + [URLQueryItem(name: "page", value: "\(page)"), URLQueryItem(name: "page_size", value: "\(size)")]
        return parts?.string
    }
}
