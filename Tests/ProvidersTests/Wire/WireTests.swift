import Core
import Foundation
import HTTP
import Testing

@testable import Providers

@Suite("The wire of a provider")
struct WireTests {
    @Test(
        "finds an endpoint from what people write",
        arguments: [
            ("https://api.example.com", "https://api.example.com/v1/chat/completions"),
            ("https://api.example.com/", "https://api.example.com/v1/chat/completions"),
            ("http://localhost:11434/v1", "http://localhost:11434/v1/chat/completions"),
            ("http://localhost:11434/v1/", "http://localhost:11434/v1/chat/completions"),
            ("http://h/v1/chat/completions", "http://h/v1/chat/completions"),
            ("https://h/v1beta/openai", "https://h/v1beta/openai/chat/completions"),
            ("https://h/d/x?api-version=1", "https://h/d/x/chat/completions?api-version=1"),
        ])
    func addresses(url: String, endpoint: String) {
        #expect(ServiceAddress(url).endpoint("chat/completions") == endpoint)
    }

    @Test("is named after its host")
    func host() {
        #expect(ServiceAddress("https://api.example.com:8443/v1").host == "api.example.com")
    }

    @Test("tells what a status means")
    func statuses() {
        func fault(_ status: Int) -> ProviderError.Fault { .init(status: status, headers: ["Retry-After": "2"]) }
        #expect(fault(401) == .unauthorized)
        #expect(fault(403) == .unauthorized)
        #expect(fault(404) == .rejected(status: 404))
        #expect(fault(408) == .serverFailed(status: 408))
        #expect(fault(429) == .rateLimited(retryAfter: .seconds(2)))
        #expect(fault(503) == .serverFailed(status: 503))
    }

    @Test("reads how long to wait, in seconds, milliseconds and as a date")
    func retryAfter() {
        func wait(_ headers: HTTPHeaders) -> Duration? {
            RetryAfter.duration(in: headers, now: Date(timeIntervalSince1970: 1_445_412_475))
        }
        #expect(wait(["Retry-After": "1.5"]) == .milliseconds(1500))
        #expect(wait(["retry-after-ms": "250", "Retry-After": "9"]) == .milliseconds(250))
        #expect(wait(["Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"]) == .seconds(5))
        #expect(wait(["Retry-After": "soon"]) == nil)
        #expect(wait(["Retry-After": "-1"]) == nil)
    }

    @Test(
        "tells what an error object means",
        arguments: [
            (#"{"error": {"code": 401, "message": "x"}}"#, ProviderError.Fault.unauthorized),
            (#"{"error": {"code": "429"}}"#, .rateLimited(retryAfter: nil)),
            (#"{"error": {"type": "rate_limit_error"}}"#, .rateLimited(retryAfter: nil)),
            (#"{"error": {"code": "invalid_api_key", "type": "invalid_request_error"}}"#, .unauthorized),
            (#"{"error": {"type": "invalid_request_error"}}"#, .rejected(status: 400)),
            (#"{"error": "out of memory"}"#, .serverFailed(status: 500)),
            (#"{"object": "error", "code": 400, "message": "x"}"#, .rejected(status: 400)),
        ])
    func errorObjects(text: String, fault: ProviderError.Fault) throws {
        #expect(ProviderError.Fault(errorIn: try #require(JSON(text))) == fault)
    }

    @Test("writes a WAV file")
    func wav() {
        let bytes = WAV.bytes(of: [1, -2], sampleRate: 16_000)
        #expect(bytes.count == 48)
        #expect(Array(bytes[24..<28]) == [0x80, 0x3E, 0, 0])
        #expect(Array(bytes[44...]) == [1, 0, 254, 255])
    }

    @Test("writes a form with a file")
    func form() {
        var form = MultipartForm(boundary: "b")
        form.add("model", "m")
        form.add("file", file: "a.wav", type: "audio/wav", [7])
        let text = String(decoding: form.bytes, as: UTF8.self)
        #expect(
            text == "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nm\r\n--b\r\n"
                + "Content-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\nContent-Type: audio/wav\r\n\r\n"
                + "\u{7}\r\n--b--\r\n")
    }
}
