import Core
import Foundation
import SessionFakes
import Sessions
import Storage
import Testing

@testable import API
@testable import HTTP

/// Bodies that almost make sense, given to the handlers as HTTP would give them.
@Suite struct MutationTests {
    /// xorshift64* (Vigna 2016): the same bodies in every run.
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state ^= state >> 12
            state ^= state << 25
            state ^= state >> 27
            return state &* 2_685_821_657_736_338_717
        }
    }

    private static func seeds(_ id: String) -> [(method: String, path: String, body: String, type: String)] {
        let json = "application/json"
        let session = #"{"session_id":"\#(id)"}"#
        return [
            (
                "POST", "/v1/streaming.new",
                #"{"quality":"high","avatar_id":"ada","voice":{"voice_id":"slt","rate":1.0,"emotion":"friendly"},"language":"en","video_encoding":"H264","disable_idle_timeout":false,"activity_idle_timeout":120,"version":null}"#,
                json
            ),
            (
                "POST", "/v1/streaming.start", #"{"session_id":"\#(id)","sdp":{"type":"answer","sdp":"v=0\r\n"}}"#, json
            ),
            (
                "POST", "/v1/streaming.ice",
                #"{"session_id":"\#(id)","candidate":{"candidate":"candidate:1 1 udp 1 10.0.0.1 9 typ host","sdpMid":"0","sdpMLineIndex":0}}"#,
                json
            ),
            (
                "POST", "/v1/streaming.task",
                #"{"session_id":"\#(id)","text":"hello world \u00e9","task_type":"repeat","task_mode":"async","voice":{"rate":1.2}}"#,
                json
            ),
            ("POST", "/v1/streaming.interrupt", session, json), ("POST", "/v1/streaming.keep_alive", session, json),
            ("POST", "/v1/streaming.create_token", #"{"paid":true,"session_id":null}"#, json),
            (
                "POST", "/v1/contexts",
                #"{"name":"Guide","prompt":"${x}","opening_text":null,"links":[],"pronunciations":{"SQL":"sequel"}}"#,
                json
            ),
            ("POST", "/v1/secrets", #"{"secret_name":"a","secret_value":"b","secret_type":"LLM_API_KEY"}"#, json),
            (
                "POST", "/v1/llm-configurations", #"{"display_name":"a","model_name":"b","base_url":"http://h/v1"}"#,
                json
            ),
            (
                "POST", "/v1/visavis/knowledge/ask",
                #"{"question":"When?","history":[{"role":"user","text":"x"}],"dynamic_variables":{"a":"b"}}"#, json
            ),
            (
                "POST", "/v1/visavis/knowledge/documents",
                "--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nx\r\n--b--\r\n",
                "multipart/form-data; boundary=b"
            ),
            ("POST", "/v1/whep/\(id)", FakePeer.description, "application/sdp"),
            (
                "PATCH", "/v1/whep/\(id)/x",
                "a=ice-ufrag:abcd\r\na=ice-pwd:aaaaaaaaaaaaaaaaaaaaaaaa\r\nm=audio 9 x 0\r\n",
                SDPFragment.mediaType
            ),
        ]
    }

    private static let fragments = [
        "null", "true", "-1", "1e999", "0.5", "\"\"", "[]", "{}", "[[[[[[[[", "{\"a\":{\"a\":{\"a\":", "\u{0}",
        "\\u0000",
        "\\ud800", "\u{FEFF}", "𝕏", "\r\n", "99999999999999999999", "\"session_id\":", "a=", "m=", ",,", "NaN",
    ]

    private static func mutate(_ body: String, _ random: inout Seeded) -> [UInt8] {
        var bytes = Array(body.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...24, using: &random)))
            case 2: bytes.insert(contentsOf: (fragments.randomElement(using: &random) ?? "").utf8, at: place)
            case 3: bytes = Array(bytes.prefix(place))
            case 4: bytes.insert(contentsOf: bytes[place...].prefix(40), at: place)
            default:
                let end = min(bytes.count, place + 8)
                bytes.replaceSubrange(place..<end, with: (fragments.randomElement(using: &random) ?? "").utf8)
            }
        }
        return bytes
    }

    @Test("10 000 damaged bodies: each is answered, none with 500, and the server still works")
    func damagedBodies() async throws {
        let capacity = SessionCapacity(server: 4, perOwner: 4)
        let world = try await SessionWorld(capacity: capacity, language: MessageWire.language)
        let context = try APIContext.testing(
            directory: world.directory, database: world.database, avatars: FakeAvatars(),
            voices: world.equipment.voices, metrics: world.equipment.metrics)
        let router = Router.api(context)
        try await world.run { world in
            let id = try await world.directory.open(world.request(transport: .whep)).card.id
            let seeds = Self.seeds(id)
            var random = Seeded(state: 20_261_120)
            var statuses: [Int: Int] = [:]
            for index in 0..<10_000 {
                let seed = seeds[index % seeds.count]
                let headers: HTTPHeaders = [
                    "X-Api-Key": world.secret, "Content-Type": seed.type, "If-Match": "*",
                ]
                guard
                    case .handler(let route, let parameters) = router.match(
                        seed.method, rawPath: seed.path, headers: headers)
                else {
                    Issue.record("no route for \(seed.path)")
                    return
                }
                let body = Self.mutate(seed.body, &random)
                let response = try await route.handler(
                    HTTPRequest(
                        method: route.method, path: seed.path, headers: headers, body: body,
                        pathParameters: parameters))
                statuses[response.status, default: 0] += 1
                #expect(response.status < 500, "\(seed.path): \(String(decoding: body, as: UTF8.self))")
            }
            #expect((statuses[200] ?? 0) > 100)
            #expect((statuses[400] ?? 0) > 1000)
            _ = try await world.directory.session(id, of: world.owner).keepAlive()
        }
    }

    @Test("5000 damaged messages on the data channel are understood or refused")
    func damagedMessages() {
        let messages = [
            #"{"type":"task","text":"hello","task_type":"talk","task_id":"x"}"#, #"{"type":"ping","id":"1"}"#,
            #""just a text""#, #"{"type":"interrupt"}"#,
        ]
        var random = Seeded(state: 7)
        var refused = 0
        for index in 0..<5000 {
            let text = String(decoding: Self.mutate(messages[index % messages.count], &random), as: UTF8.self)
            do { _ = try MessageWire.message(text) } catch { refused += 1 }
        }
        #expect((1..<5000).contains(refused))
    }
}
