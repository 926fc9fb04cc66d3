import Testing

@testable import Media

extension MediaSuite {
    @Suite("Probing")
    struct ProbeTests {
        let folder: TemporaryFolder
        init() throws { folder = try TemporaryFolder() }

        private func probe(_ path: String, _ limits: MediaLimits = .footage) throws -> MediaProbe {
            try MediaProbe.probe(path: path, limits: limits, decoder: decoder)
        }

        @Test("an MP4 with H.264 and AAC is described")
        func mp4() throws {
            let path = folder.file("a.mp4")
            try Recording.short(path)
            let probe = try probe(path)
            #expect(probe.container == "MP4")
            #expect(abs(probe.duration - 2) < 0.1)
            let video = try #require(probe.video)
            #expect((video.codec, video.width, video.height, video.rotation) == ("H.264", 320, 240, 0))
            #expect(abs(video.frameRate - 25) < 0.01 && !video.isVariable)
            let audio = try #require(probe.audio)
            #expect((audio.codec, audio.sampleRate, audio.channels) == ("AAC", 48000, 1))
        }

        @Test("a MOV with stereo at 44.1 kHz and 60 frames per second is described")
        func mov() throws {
            let path = folder.file("a.mov")
            try Recording.make(
                path,
                """
                qtmux name=mux ! filesink name=out \(Recording.video(frames: 120, rate: 60)) ! mux. \
                \(Recording.audio(seconds: 2, rate: 44100, channels: 2)) ! avenc_aac ! aacparse ! mux.
                """)
            let probe = try probe(path)
            #expect(probe.container == "MOV")
            #expect(abs(try #require(probe.video).frameRate - 60) < 0.1)
            #expect(probe.audio?.channels == 2 && probe.audio?.sampleRate == 44100)
        }

        @Test("a WebM with VP9 and Opus is described")
        func webm() throws {
            let path = folder.file("a.webm")
            try Recording.make(
                path,
                """
                webmmux name=mux ! filesink name=out \
                videotestsrc num-buffers=30 ! video/x-raw,width=160,height=120,framerate=30/1 ! \
                vp9enc deadline=1 cpu-used=8 ! mux. \(Recording.audio(seconds: 1)) ! opusenc ! mux.
                """)
            let probe = try probe(path)
            #expect(probe.container == "WebM")
            #expect(probe.video?.codec == "VP9" && probe.audio?.codec == "Opus")
            #expect(probe.video?.isVariable == false)
        }

        @Test("a Matroska file with frames at uneven distances is called variable")
        func variableRate() throws {
            let path = folder.file("a.mp4")
            try VariableRate.write(path)
            let video = try #require(
                try probe(path, .init(needsVideo: true, needsAudio: false, maximumSeconds: 60)).video)
            #expect(video.isVariable)
        }

        @Test("a picture stored on its side is described as it is shown")
        func rotation() throws {
            let path = folder.file("a.mp4")
            try Recording.short(path)
            try write(MP4Patch.rotated(try bytes(of: path)), to: path)
            let video = try #require(try probe(path).video)
            #expect((video.width, video.height, video.rotation) == (240, 320, 90))
        }
    }

    @Suite("The rhythm of a video stream")
    struct FrameTimingTests {
        @Test("even distances give their rate, whatever the order")
        func constant() {
            let timing = FrameTiming(times: [0.08, 0, 0.04, 0.12, 0.16])
            #expect(abs(timing.rate - 25) < 1e-9 && !timing.isVariable)
        }

        @Test("times rounded to milliseconds are not variable")
        func rounded() {
            let times = (0..<300).map { (Double($0) / 29.97 * 1000).rounded() / 1000 }
            #expect(!FrameTiming(times: times).isVariable)
        }

        @Test("one missing frame in three hundred is not variable, one in ten is")
        func gaps() {
            let few = (0..<300).filter { $0 != 100 }.map { Double($0) / 25 }
            let many = (0..<300).filter { $0 % 10 != 5 }.map { Double($0) / 25 }
            #expect(!FrameTiming(times: few).isVariable)
            #expect(FrameTiming(times: many).isVariable)
        }

        @Test("fewer than two frames have no rate")
        func none() { #expect(FrameTiming(times: [1]).rate == 0) }

        @Test(
            "the output rate is the one the source fits best",
            arguments: [
                (24, 25), (23.976, 25), (25, 25), (50, 25), (29.97, 30), (30, 30), (59.94, 30), (60, 30),
                (15, 30), (120, 30), (100, 25), (0, 25), (.nan, 25),
            ])
        func outputRate(source: Double, expected: Int) { #expect(OutputRate.forSource(source) == expected) }
    }
}
