import Core
import Foundation
import Testing

@testable import API

/// The wire of protobuf (proto3 encoding), written by hand.
enum Protobuf {
    static func varint(_ value: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = value
        while rest >= 128 {
            bytes.append(UInt8(rest & 127) | 128)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    static func field(_ number: UInt64, _ value: UInt64) -> [UInt8] { varint(number << 3) + varint(value) }

    static func field(_ number: UInt64, _ bytes: [UInt8]) -> [UInt8] {
        varint(number << 3 | 2) + varint(UInt64(bytes.count)) + bytes
    }

    static func text(_ text: String) -> [UInt8] { field(1, field(3, Array(text.utf8))) }

    static func audio(_ bytes: [UInt8], rate: UInt64 = 16_000, channels: UInt64 = 1) -> [UInt8] {
        field(2, field(3, bytes) + field(4, rate) + field(5, channels))
    }
}

@Suite struct ChatFrameTests {
    @Test("text, audio and transcriptions are read, with and without the other fields")
    func frames() throws {
        #expect(try ChatFrame(Protobuf.text("Grüße 🙂")) == .text("Grüße 🙂"))
        #expect(try ChatFrame(Protobuf.field(1, [])) == .text(""))
        let full = Protobuf.field(1, 7) + Protobuf.field(2, Array("n".utf8)) + Protobuf.field(3, Array("hi".utf8))
        #expect(try ChatFrame(Protobuf.field(1, full)) == .text("hi"))
        #expect(try ChatFrame(Protobuf.field(3, full + Protobuf.field(4, Array("u".utf8)))) == .text("hi"))
        #expect(
            try ChatFrame(Protobuf.audio([1, 2, 3, 4]))
                == .audio(ChatAudio(bytes: [1, 2, 3, 4], sampleRate: 16_000, channels: 1)))
        #expect(
            try ChatFrame(Protobuf.field(2, Protobuf.field(3, [9, 9])))
                == .audio(ChatAudio(bytes: [9, 9], sampleRate: 0, channels: 0)))
        // The last member of a oneof counts, and fields nobody knows are skipped.
        let both = Protobuf.audio([1, 2]) + Protobuf.field(99, [1, 2, 3]) + Protobuf.text("last")
        #expect(try ChatFrame(both) == .text("last"))
    }

    @Test(
        "what is no frame is told apart from an empty one",
        arguments: [
            ([], .empty), (Protobuf.field(9, 1), .empty), ([0xFF], .notAFrame), (Array("hello".utf8), .notAFrame),
            ([0x0A, 0x7F], .notAFrame), ([0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F], .notAFrame),
            (Array(Protobuf.text("cut").dropLast()), .notAFrame),
        ] as [([UInt8], ChatFrameError)])
    func bad(bytes: [UInt8], error: ChatFrameError) {
        #expect(throws: error) { try ChatFrame(bytes) }
    }

    @Test("frames with flipped, missing and doubled bytes are read or refused, never more")
    func mutations() {
        var random = SplitMix64(seed: 20_260_815)
        let tone = (0..<1024).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let seeds = [
            Protobuf.text("What are your opening hours?"), Protobuf.audio(tone),
            Protobuf.audio(tone, rate: 48_000, channels: 2),
            Protobuf.field(3, Protobuf.field(3, Array("said".utf8)) + Protobuf.field(5, Array("now".utf8))),
        ]
        var read = 0
        for round in 0..<20_000 {
            var bytes = seeds[round % seeds.count]
            for _ in 0...Int.random(in: 0..<4, using: &random) {
                let place = Int.random(in: 0..<max(1, bytes.count), using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0 where !bytes.isEmpty: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                case 1: bytes.removeLast(bytes.count - place)
                case 2: bytes.insert(.random(in: 0...255, using: &random), at: min(place, bytes.count))
                default: bytes += bytes.prefix(place)
                }
            }
            guard let frame = try? ChatFrame(bytes) else { continue }
            read += 1
            guard case .audio(let audio) = frame else { continue }
            #expect(audio.bytes.count <= bytes.count)
            var sound = ChatSound()
            if let samples = try? sound.samples(of: audio) { #expect(samples.count <= 2 * audio.bytes.count + 64) }
        }
        #expect(read > 1000)
    }

    @Test("the C is what the schema says")
    func generated() throws {
        let root = URL(fileURLWithPath: #filePath).pathComponents.dropLast(4).joined(separator: "/").dropFirst()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "\(root)/scripts/generate-protobuf")
        process.arguments = ["--check"]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}

@Suite struct ChatSoundTests {
    /// A tone of 440 Hz, as bytes.
    private func tone(_ rate: Int, channels: Int = 1, seconds: Double = 0.5) -> [UInt8] {
        (0..<Int(Double(rate) * seconds)).flatMap { index in
            let sample = UInt16(bitPattern: Int16(10_000 * sin(2 * .pi * 440 * Double(index) / Double(rate))))
            return [[UInt8]](repeating: [UInt8(sample & 255), UInt8(sample >> 8)], count: channels).flatMap(\.self)
        }
    }

    @Test(
        "16 kHz passes as it is; other rates become it, in pieces of any size",
        arguments: [8000, 24_000, 44_100, 48_000])
    func rates(rate: Int) throws {
        var plain = ChatSound()
        let reference = try plain.samples(of: ChatAudio(bytes: tone(16_000), sampleRate: 0, channels: 0))
        #expect(reference.count == 8000)
        var sound = ChatSound()
        var heard: [Int16] = []
        let bytes = tone(rate)
        for start in stride(from: 0, to: bytes.count, by: 1024) {
            let piece = Array(bytes[start..<min(start + 1024, bytes.count)])
            heard += try sound.samples(of: ChatAudio(bytes: piece, sampleRate: rate, channels: 1))
        }
        // What the filter holds back, 4 ms or 13 ms from 8 kHz, is missing at the end.
        #expect((8000 - 16 * 20...8000).contains(heard.count))
        let errors = zip(heard, reference).dropFirst(500).dropLast(500).map { abs(Int($0) - Int($1)) }
        #expect(errors.max() ?? .max < 300)
    }

    @Test("two channels become their mean; what is no sound is named")
    func channels() throws {
        var sound = ChatSound()
        let stereo = ChatAudio(bytes: [0, 16, 0, 32, 255, 255, 1, 0], sampleRate: 16_000, channels: 2)
        #expect(try sound.samples(of: stereo) == [0x1800, 0])
        func error(_ bytes: Int, _ rate: Int, _ channels: Int) -> ChatFrameError? {
            var sound = ChatSound()
            do {
                _ = try sound.samples(
                    of: ChatAudio(bytes: [UInt8](repeating: 0, count: bytes), sampleRate: rate, channels: channels))
                return nil
            } catch {
                return error
            }
        }
        #expect(error(3, 16_000, 1) == .oddBytes(3))
        #expect(error(6, 16_000, 2) == .oddBytes(6))
        #expect(error(4, 7999, 1) == .badRate(7999))
        #expect(error(4, 4_294_967_295, 1) == .badRate(4_294_967_295))
        #expect(error(4, 16_000, 3) == .badChannels(3))
    }
}
