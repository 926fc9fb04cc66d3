import Core
import Testing

@testable import Providers

@Suite("Server-sent events")
struct ServerSentEventsTests {
    private typealias Event = ServerSentEvents.Event

    private func events(_ text: String, pieces size: Int = .max) throws -> [Event] {
        var parser = ServerSentEvents()
        var events: [Event] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: min(size, bytes.count)) {
            events += try parser.push(bytes[start..<min(bytes.count, start + min(size, bytes.count))])
        }
        return events + parser.finish()
    }

    @Test(
        "are told apart whatever ends a line",
        arguments: [
            "data: a\n\ndata: b\n\n", "data: a\r\n\r\ndata: b\r\n\r\n", "data: a\r\rdata: b\r\r", "data: a\n\ndata: b",
        ])
    func lineEnds(text: String) throws {
        #expect(try events(text) == [Event(data: "a"), Event(data: "b")])
    }

    @Test("keep names and several lines, and forget comments, ids and empty ones")
    func fields() throws {
        let text = "\u{FEFF}: hello\nid: 7\nretry: 10\nevent: word\ndata:one\ndata:  two\n\nevent: none\n\ndata\n\n"
        #expect(try events(text) == [Event(name: "word", data: "one\n two"), Event(data: "")])
    }

    @Test("know a line with an error for an event of that name")
    func errorLine() throws {
        #expect(try events("error: {\"code\":400}\n\n") == [Event(name: "error", data: "{\"code\":400}")])
    }

    @Test("are the same however the bytes are cut")
    func cuts() throws {
        let text = "event: é\r\ndata: größer 日本 😀\r\ndata: \r\n\r\n: ping\r\n\r\ndata:x\n\ndata: [DONE]"
        let whole = try events(text)
        #expect(whole.count == 3)
        for size in 1...text.utf8.count { #expect(try events(text, pieces: size) == whole) }
    }

    @Test("longer than is taken are refused")
    func bounded() {
        var parser = ServerSentEvents(limit: 10)
        #expect(throws: ServerSentEvents.TooLong.self) { try parser.push(Array("data: 12345678901".utf8)) }
    }

    @Test("never trap, whatever the bytes")
    func mutations() {
        var random = SplitMix64(seed: 4)
        let sample = Array("event: a\r\ndata: {\"b\": 1}\n\n: c\rid\n\ndata:d\n\n".utf8)
        for _ in 0..<10_000 {
            var bytes = sample
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
            }
            var parser = ServerSentEvents()
            let whole = ((try? parser.push(bytes)) ?? []) + parser.finish()
            var cut = ServerSentEvents()
            let place = Int.random(in: 0...bytes.count, using: &random)
            let halves =
                ((try? cut.push(bytes[..<place])) ?? []) + ((try? cut.push(bytes[place...])) ?? []) + cut.finish()
            #expect(whole == halves)
        }
    }
}
