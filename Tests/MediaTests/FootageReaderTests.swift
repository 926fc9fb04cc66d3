import Core
import Foundation
import Testing

@testable import Media

extension MediaSuite {
    @Suite("Reading footage")
    struct FootageReaderTests {
        let folder: TemporaryFolder
        init() throws { folder = try TemporaryFolder() }

        private func read(_ path: String, _ options: FootageReader.Options = .init()) throws -> [VideoFrame] {
            try FootageReader(path: path, options: options, decoder: decoder).all()
        }

        /// One bright frame at each of `flashes`, as H.264 in an MP4.
        private func flashing(_ path: String, frames: Int, rate: Int, flashes: Set<Int>) throws {
            let writer = try MP4Writer(
                path: path, width: 320, height: 240, framesPerSecond: rate, audioSampleRate: 48000)
            for number in 0..<frames { try writer.write(Recording.flat(flashes.contains(number) ? 235 : 16)) }
            try writer.finish()
        }

        private func bright(_ frames: [VideoFrame]) -> [Int] {
            frames.indices.filter { frames[$0].brightness > 100 }
        }

        @Test("frames come one for one at the source's own rate, pixels true")
        func plain() throws {
            let path = folder.file("a.mp4")
            let writer = try MP4Writer(path: path, width: 320, height: 240, framesPerSecond: 25, audioSampleRate: 48000)
            for number in 0..<30 { try writer.write(Recording.pattern(number)) }
            try writer.finish()
            let frames = try read(path)
            #expect(frames.count == 30)
            for (number, frame) in frames.enumerated() { #expect(frame.lumaPSNR(Recording.pattern(number)) > 30) }
        }

        @Test("sixty frames per second become thirty, at the same instants")
        func halved() throws {
            let path = folder.file("a.mp4")
            try flashing(path, frames: 120, rate: 60, flashes: [60, 61])
            let frames = try read(path)
            #expect(frames.count == 60)
            #expect(bright(frames).first.map { abs($0 - 30) <= 1 } == true)
        }

        @Test("a variable rate becomes a constant one of the same length")
        func variable() throws {
            let path = folder.file("a.mp4")
            try VariableRate.write(path)
            let reader = try FootageReader(path: path, options: .init(framesPerSecond: 25), decoder: decoder)
            let frames = try reader.all()
            #expect(abs(Double(frames.count) / 25 - reader.probe.duration) < 0.1)
        }

        @Test("a range gives the frames of that range")
        func range() throws {
            let path = folder.file("a.mp4")
            try flashing(path, frames: 100, rate: 25, flashes: [50, 60])
            let frames = try read(path, .init(range: 1.8..<2.6))
            #expect(frames.count == 20)
            #expect(bright(frames) == [5, 15])
        }

        @Test("a picture stored on its side is handed out upright")
        func rotated() throws {
            let path = folder.file("a.mp4")
            var frame = Recording.flat(16)
            // Bright along the left side as stored, which is the upper side when turned clockwise.
            for y in 0..<240 { for x in 0..<80 { frame.bytes[y * 320 + x] = 235 } }
            let writer = try MP4Writer(path: path, width: 320, height: 240, framesPerSecond: 25, audioSampleRate: 48000)
            for _ in 0..<10 { try writer.write(frame) }
            try writer.finish()
            try write(MP4Patch.rotated(try bytes(of: path)), to: path)
            let upright = try #require(try read(path).first)
            #expect((upright.width, upright.height) == (240, 320))
            #expect(upright.bytes[20 * 240 + 120] > 200 && upright.bytes[300 * 240 + 120] < 40)
        }

        @Test("large pictures shrink to the asked size and keep their shape")
        func shrunk() throws {
            let path = folder.file("a.mp4")
            try flashing(path, frames: 5, rate: 25, flashes: [])
            let frame = try #require(try read(path, .init(longSide: 160, shortSide: 160)).first)
            #expect((frame.width, frame.height) == (160, 120))
        }

        @Test(
            "sound that begins later than the picture keeps its place", arguments: ["mp4mux", "matroskamux", "qtmux"])
        func lateSound(muxer: String) throws {
            let path = folder.file("a.media")
            try Recording.make(
                path,
                """
                \(muxer) name=mux ! filesink name=out \(Recording.video(frames: 75)) ! mux. \
                audiotestsrc num-buffers=20 samplesperbuffer=4800 freq=440 timestamp-offset=500000000 ! \
                audio/x-raw,rate=48000,channels=1 ! audioconvert ! flacenc ! flacparse ! mux.
                """.replacingOccurrences(
                    of: "flacenc ! flacparse", with: muxer == "matroskamux" ? "identity" : "avenc_alac"))
            let clip = try FootageReader.readAudio(path: path, sampleRate: 16000, decoder: decoder)
            let first = try #require(clip.samples.firstIndex { abs($0) > 0.05 })
            #expect(abs(Double(first) / 16000 - 0.5) < 0.01)
            #expect(abs(clip.duration - 2.5) < 0.05)
        }

        @Test("a picture that begins later than the sound keeps its place", arguments: ["mp4mux", "matroskamux"])
        func latePicture(muxer: String) throws {
            let path = folder.file("a.media")
            try Recording.make(
                path,
                """
                \(muxer) name=mux ! filesink name=out \
                videotestsrc num-buffers=25 pattern=blink timestamp-offset=480000000 ! \
                video/x-raw,format=I420,width=320,height=240,framerate=25/1 ! \
                x264enc speed-preset=ultrafast bframes=0 threads=1 ! h264parse ! mux. \
                \(Recording.audio(seconds: 2)) ! avenc_aac ! aacparse ! mux.
                """)
            // The source is bright or dark in turn, so the 13 frames that stand in show where it begins.
            let frames = try read(path)
            let changes = frames.indices.dropFirst().filter {
                abs(frames[$0].brightness - frames[$0 - 1].brightness) > 100
            }
            #expect(changes.first == 13)
        }

        @Test("stereo sound at 44.1 kHz becomes mono at the asked rate")
        func stereo() throws {
            let path = folder.file("a.wav")
            try Recording.make(
                path, "\(Recording.audio(seconds: 2, rate: 44100, channels: 2)) ! wavenc ! filesink name=out")
            let clip = try AudioFile.read(path: path, sampleRate: 16000, decoder: decoder)
            #expect(abs(clip.samples.count - 32000) < 20)
            #expect(clip.samples.contains { $0 > 0.5 } && clip.sampleRate == 16000)
        }

        @Test("a reader that is cancelled throws and leaves no process")
        func cancel() throws {
            let path = folder.file("a.mp4")
            try flashing(path, frames: 100, rate: 25, flashes: [])
            let reader = try FootageReader(path: path, decoder: decoder)
            _ = try reader.next()
            reader.cancel()
            #expect(throws: MediaError.cancelled) { try reader.all() }
        }

        @Test("WebM with VP9 is read")
        func webm() throws {
            let path = folder.file("a.webm")
            try Recording.make(
                path,
                """
                webmmux name=mux ! filesink name=out videotestsrc num-buffers=30 ! \
                video/x-raw,width=160,height=120,framerate=30/1 ! vp9enc deadline=1 cpu-used=8 ! mux. \
                \(Recording.audio(seconds: 1)) ! opusenc ! mux.
                """)
            #expect(try read(path).count == 30)
        }
    }
}
