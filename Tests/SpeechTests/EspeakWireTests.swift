import EspeakWire
import Subprocess
import Testing

/// Framing and fields, whole, in portions, and broken.
struct EspeakWireTests {
    static let requests: [EspeakRequest] = [
        .speak(.init(id: 7, voice: "de+f2", wordsPerMinute: 175, pitch: 50, text: "Grüße, 世界 🙂")),
        .speak(.init(id: .max, voice: "", wordsPerMinute: 0, pitch: 255, text: "")), .cancel(id: 0),
        .transcribe(id: 9, voice: "fr", text: "Ça va"),
    ]
    static let replies: [EspeakReply] = [
        .phonemes(id: 3, text: "əlˈəʊ"), .ready(version: 1, sampleRate: 22_050, engine: "espeak-ng 1.51"),
        .broken(reason: "no data"),
        .sound(
            id: 3, samples: [0, -1, .max, .min],
            events: [
                .init(milliseconds: 11, kind: .phoneme("tʃ")), .init(milliseconds: 12, kind: .phoneme("")),
                .init(milliseconds: .max, kind: .word(first: 4, count: 9)),
            ]),
        .sound(id: 3, samples: [], events: []), .done(id: 3), .refused(id: 4, reason: "there is no voice xx"),
    ]

    @Test("messages come back as they were, in portions of any size", arguments: [1, 2, 3, 7, 1000])
    func roundTrip(portion: Int) throws {
        let bytes = Self.requests.flatMap(\.frame)
        var frames = WireFrames(longest: EspeakWire.longestFrame)
        var found: [EspeakRequest] = []
        for start in stride(from: 0, to: bytes.count, by: portion) {
            frames.append(bytes[start..<min(start + portion, bytes.count)])
            while let frame = try frames.next() { found.append(try EspeakRequest(frame: frame)) }
        }
        #expect(found == Self.requests)
        frames.append(Self.replies.flatMap(\.frame))
        var answers: [EspeakReply] = []
        while let frame = try frames.next() { answers.append(try EspeakReply(frame: frame)) }
        #expect(answers == Self.replies)
    }

    @Test("a length beyond the limit is refused before its bytes come, an empty frame too")
    func lengths() {
        var frames = WireFrames(longest: EspeakWire.longestFrame)
        frames.append([0xFF, 0xFF, 0xFF, 0x7F])
        #expect(throws: WireError.tooLong(bytes: 0x7FFF_FFFF)) { try frames.next() }
        var empty = WireFrames(longest: EspeakWire.longestFrame)
        empty.append([0, 0, 0, 0])
        #expect(throws: WireError.wrongLength) { try empty.next() }
    }

    @Test("every cut and every changed byte is a message or a named error")
    func mutations() throws {
        var state: UInt64 = 11
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        let originals = Self.requests.map(\.frame) + Self.replies.map(\.frame)
        for original in originals {
            for length in 4..<original.count {
                let cut = original[4..<length]
                #expect(throws: WireError.self) { try EspeakRequest(frame: cut) }
                #expect(throws: WireError.self) { try EspeakReply(frame: cut) }
            }
            for _ in 0..<500 {
                var changed = original
                for _ in 0...random(3) { changed[random(changed.count)] = UInt8(random(256)) }
                var frames = WireFrames(longest: EspeakWire.longestFrame)
                frames.append(changed)
                do throws(WireError) {
                    while let frame = try frames.next() {
                        if let request = try? EspeakRequest(frame: frame) {
                            #expect(request.frame.count == frame.count + 4)
                        }
                        if let reply = try? EspeakReply(frame: frame) { #expect(reply.frame.count == frame.count + 4) }
                    }
                } catch {
                    #expect(!error.description.isEmpty)
                }
            }
        }
    }
}
