internal import Core
internal import Cryptography
internal import Foundation
internal import HTTP
internal import Rendering
internal import Sessions

private struct AvatarEntry: Encodable {
    var avatarId: String
    var poseId: String
    var poseName: String
    var defaultVoice: String
    var normalPreview: String
    var isPublic = false
    var status = "ACTIVE"
    var createdAt = 0
}

extension Routes {
    mutating func addAvatars() {
        for path in ["/v1/streaming/avatar.list", "/v1/streaming.avatar.list"] {
            add(.get, path) { context, request in
                _ = try await context.gate.admit(request)
                let base = origin(of: request)
                return try .success(
                    await context.avatars.all().map { avatar in
                        AvatarEntry(
                            avatarId: avatar.id, poseId: avatar.id, poseName: avatar.name,
                            defaultVoice: avatar.voice, normalPreview: "\(base)/v1/avatars/\(avatar.id)/poster.jpg")
                    })
            }
        }
        add(.get, "/v1/avatars/{id}/poster.jpg") { context, request in
            let picture = try await poster(context, request.pathParameters["id"] ?? "")
            return cached(picture, type: "image/jpeg", for: request)
        }
    }
}

/// An unknown avatar is a wrong path here, not a wrong parameter.
private func poster(_ context: APIContext, _ id: String) async throws -> [UInt8] {
    do {
        return try await context.avatars.poster(id)
    } catch .avatarNotFound(_) {
        throw RequestError.notFound("There is no avatar at this path.")
    }
}

/// Bytes that seldom change, with a validator: a client that has them gets 304 (RFC 9110 §15.4.5).
func cached(_ bytes: [UInt8], type: String, for request: HTTPRequest) -> HTTPResponse {
    let tag = "\"\(SHA256.hex(of: Data(bytes)).prefix(32))\""
    let headers: HTTPHeaders = ["Content-Type": type, "ETag": tag, "Cache-Control": "public, max-age=300"]
    if matches(request.headers["If-None-Match"], tag) { return HTTPResponse(status: 304, headers: headers) }
    return HTTPResponse(status: 200, headers: headers, body: bytes)
}

func matches(_ condition: String?, _ tag: String) -> Bool {
    guard let condition else { return false }
    return condition.split(separator: ",").contains { part in
        let one = part.filter { $0 != " " }
        return one == "*" || one == tag || one == "W/" + tag
    }
}

/// The server's own address, as the client knows it.
func origin(of request: HTTPRequest) -> String {
    guard let host = request.headers["Host"], !host.isEmpty,
        host.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "<") })
    else { return "" }
    return (request.isSecure ? "https://" : "http://") + host
}
