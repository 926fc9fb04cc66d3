import Core
import Testing

@testable import Speech

struct VisemeTimelineTests {
    private func posterior(_ viseme: Viseme, closure: Float = 0, intensity: Float = 1) -> VisemePosterior {
        VisemePosterior(visemes: .one(viseme), closure: closure, openness: 0, intensity: intensity)
    }

    @Test(
        "there is a frame for every started frame of sound", arguments: [25, 30],
        [0, 1, 15_999, 16_000, 16_001, 40_123])
    func frameCount(framesPerSecond: Int, samples: Int) {
        let clip = AudioClip(samples: Array(repeating: 0, count: samples), sampleRate: 16_000)
        let timeline = VisemeTimeline(hearing: clip, framesPerSecond: framesPerSecond)
        #expect(timeline.origin == .audio)
        #expect(timeline.frames.count == (samples * framesPerSecond + 15_999) / 16_000)
    }

    @Test("weights sum to one and stay in range, speaking or not", arguments: [25, 30])
    func weights(framesPerSecond: Int) async throws {
        let audio = try await Voices().utterance(of: "Please bring five maps.", voice: "slt").audio
        for frame in VisemeTimeline(hearing: audio, framesPerSecond: framesPerSecond).frames {
            #expect(abs(frame.weights.sum() - 1) < 0.01)
            #expect(frame.weights[15] == 0)
            #expect((0...1).contains(frame.intensity) && (0...1).contains(frame.closure))
        }
    }

    @Test("a frame is the average of its time on screen, its closure the firmest")
    func average() {
        var stream = VisemeFrameStream(framesPerSecond: 25)
        // Frame 1 is on screen from 40 to 80 ms: half of outputs 4 and 8, all of 5, 6, 7.
        var outputs = Array(repeating: posterior(.sil, intensity: 0), count: 13)
        for index in 4...5 { outputs[index] = posterior(.aa) }
        outputs[7] = posterior(.pp, closure: 0.9)
        outputs[6].closure = 0.9
        outputs[8].closure = 0.9
        let frames = stream.push(outputs)
        #expect(frames.count == 2)
        #expect(abs(frames[1][.aa] - 0.375) < 1e-5)
        #expect(abs(frames[1][.pp] - 0.25) < 1e-5)
        #expect(abs(frames[1].intensity - 0.625) < 1e-5)
        #expect(frames[1].closure == 1)
        #expect(frames[0].closure == 0)
    }

    @Test("a spike of one output closes no lips")
    func spike() {
        var stream = VisemeFrameStream(framesPerSecond: 25)
        var outputs = Array(repeating: posterior(.aa), count: 20)
        outputs[6].closure = 0.7
        #expect(stream.push(outputs).allSatisfy { $0.closure == 0 })
    }

    @Test("a recording 25 dB softer gives the same mouth")
    func softRecording() async throws {
        let loud = try await Voices().utterance(of: "My mother put the bread on the table.", voice: "awb").audio
        let soft = AudioClip(samples: loud.samples.map { $0 * 0.056 }, sampleRate: loud.sampleRate)
        let pairs = zip(
            VisemeTimeline(hearing: loud, framesPerSecond: 25).frames,
            VisemeTimeline(hearing: soft, framesPerSecond: 25).frames)
        #expect(pairs.allSatisfy { abs($0[.aa] - $1[.aa]) < 0.02 && abs($0.closure - $1.closure) < 0.05 })
    }

    @Test("outputs in any portions give the same frames", arguments: [25, 30], [1, 3, 50])
    func portions(framesPerSecond: Int, size: Int) async throws {
        let audio = try await Voices().utterance(of: "Maybe.", voice: "rms").audio
        let outputs = VisemeNetwork.posteriors(of: audio)
        func frames(by size: Int) -> [VisemeFrame] {
            var stream = VisemeFrameStream(framesPerSecond: framesPerSecond)
            var frames: [VisemeFrame] = []
            for start in stride(from: 0, to: outputs.count, by: size) {
                frames += stream.push(Array(outputs[start..<min(start + size, outputs.count)]))
            }
            return frames + stream.finish(duration: audio.duration)
        }
        #expect(frames(by: size) == frames(by: outputs.count))
    }
}
