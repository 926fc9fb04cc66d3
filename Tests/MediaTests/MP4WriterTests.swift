import Core
import Foundation
import Testing

@testable import Media

extension MediaSuite {
    @Suite("Writing MP4")
    struct MP4WriterTests {
        let folder: TemporaryFolder
        init() throws { folder = try TemporaryFolder() }

        private static let rate = 48000
        private static let frames = 75

        /// Black, with a white frame and a click at exactly 1 s and 2 s.
        private static let picture = (0..<frames).map { Recording.flat($0 == 25 || $0 == 50 ? 235 : 16) }
        private static let sound: [Float] = {
            var samples = [Float](repeating: 0, count: rate * 3)
            for start in [rate, 2 * rate] {
                for index in 0..<480 { samples[start + index] = 0.8 * sin(Float(index) * 0.4) }
            }
            return samples
        }()

        enum Order: CaseIterable { case together, soundFirst, pictureFirst }

        private func write(_ path: String, _ order: Order, framesPerSecond: Int = 25) throws {
            let writer = try MP4Writer(
                path: path, width: 320, height: 240, framesPerSecond: framesPerSecond, audioSampleRate: Self.rate)
            if order == .soundFirst { try writer.write(Self.sound) }
            for (number, frame) in Self.picture.enumerated() {
                try writer.write(frame)
                if order == .together { try writer.write(Array(Self.sound[(number * 1920)..<((number + 1) * 1920)])) }
            }
            if order == .pictureFirst { try writer.write(Self.sound) }
            try writer.finish()
        }

        @Test("a flash and a click written together are read together within 2 ms", arguments: Order.allCases)
        func skew(order: Order) throws {
            let path = folder.file("a.mp4")
            try write(path, order)
            let clip = try AudioFile.read(path: path, sampleRate: Self.rate, decoder: decoder)
            let flashes = try FootageReader(path: path, decoder: decoder).all().enumerated()
                .filter { $0.element.brightness > 120 }.map(\.offset)
            #expect(flashes == [25, 50])
            for second in [1, 2] {
                let search = (second * Self.rate - 9600)..<(second * Self.rate + 9600)
                let click = try #require(search.first { abs(clip.samples[$0]) > 0.2 })
                #expect(abs(Double(click) / Double(Self.rate) - Double(second)) < 0.002)
            }
            #expect(abs(clip.duration - 3) < 0.03)
        }

        @Test("the file is upright, flagged BT.709, with its index in front")
        func form() throws {
            let path = folder.file("a.mp4")
            try write(path, .together)
            let file = try bytes(of: path)
            #expect(try #require(file.position(of: "moov")) < (try #require(file.position(of: "mdat"))))
            let colour = try #require(file.position(of: "colrnclx"))
            #expect(Array(file[(colour + 8)..<(colour + 14)]) == [0, 1, 0, 1, 0, 1])
            #expect(file.position(of: "avcC") != nil && file.position(of: "elst") != nil)
            #expect(folder.contents == ["a.mp4"])
        }

        @Test("a file of thirty frames per second keeps its rate and may have no sound")
        func silent() throws {
            let writer = try MP4Writer(
                path: folder.file("a.mp4"), width: 322, height: 242, framesPerSecond: 30, audioSampleRate: 44100)
            for number in 0..<30 { try writer.write(Recording.pattern(number, width: 322, height: 242)) }
            try writer.finish()
            let limits = MediaLimits(needsVideo: true, needsAudio: false, maximumSeconds: 10)
            let probe = try MediaProbe.probe(path: folder.file("a.mp4"), limits: limits, decoder: decoder)
            #expect(abs(try #require(probe.video).frameRate - 30) < 0.01)
            #expect(probe.video?.width == 322 && probe.video?.height == 242)
        }

        @Test("a writer that is dropped leaves nothing behind")
        func dropped() throws {
            do {
                let writer = try MP4Writer(
                    path: folder.file("a.mp4"), width: 320, height: 240, framesPerSecond: 25, audioSampleRate: 48000)
                for frame in Self.picture { try writer.write(frame) }
                #expect(!folder.contents.contains("a.mp4"))
            }
            #expect(folder.contents.isEmpty)
        }

        @Test("a frame of another size, an empty file, a closed file and a missing folder are named")
        func errors() throws {
            let writer = try MP4Writer(
                path: folder.file("a.mp4"), width: 320, height: 240, framesPerSecond: 25, audioSampleRate: 48000)
            #expect(throws: EncodingError.wrongSize(expected: "320×240", got: "64×48")) {
                try writer.write(Recording.flat(16, width: 64, height: 48))
            }
            #expect(throws: EncodingError.failed(detail: "no frame was written")) { try writer.finish() }
            #expect(throws: EncodingError.closed) { try writer.finish() }
            let missing = folder.file("none/a.mp4")
            #expect(throws: EncodingError.cannotWrite(path: missing, reason: "No such file or directory")) {
                try MP4Writer(path: missing, width: 320, height: 240, framesPerSecond: 25, audioSampleRate: 48000)
            }
        }
    }
}
