internal import CWebAssets
internal import HTTP

extension Routes {
    /// The studio page and the client library, from inside the executable.
    mutating func addPages() {
        for index in 0..<web_assets_count() {
            guard let path = web_assets_at(index).map({ String(cString: $0.pointee.path) }) else { continue }
            router.add(.get, path) { request in page(path, request) }
        }
    }
}

private func page(_ path: String, _ request: HTTPRequest) -> HTTPResponse {
    guard let asset = web_assets_find(path)?.pointee else { return HTTPResponse(status: 404) }
    let tag = String(cString: asset.etag)
    let headers: HTTPHeaders = [
        "Content-Type": String(cString: asset.content_type), "ETag": tag, "Cache-Control": "no-cache",
        "Content-Security-Policy": String(cString: web_assets_security_policy()),
        "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "microphone=(self), camera=()",
    ]
    if matches(request.headers["If-None-Match"], tag) { return HTTPResponse(status: 304, headers: headers) }
    return HTTPResponse(
        status: 200, headers: headers, body: Array(UnsafeBufferPointer(start: asset.bytes, count: asset.length)))
}
