import Core
import Foundation
import Testing

@testable import Speech

struct VisemeNetworkTests {
    /// Two seconds of a test sentence with the outputs that Tools/visemes/train.py computed for it.
    private func golden() throws -> (clip: AudioClip, expected: [[Float]]) {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures")
        let bytes = try Data(contentsOf: folder.appending(path: "viseme-golden.bin"))
        func integer<T: FixedWidthInteger>(_ type: T.Type, at offset: Int) -> T {
            bytes.withUnsafeBytes { T(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: type)) }
        }
        let (samples, frames) = (Int(integer(UInt32.self, at: 0)), Int(integer(UInt32.self, at: 4)))
        let pcm = (0..<samples).map { Float(integer(Int16.self, at: 8 + 2 * $0)) / 32768 }
        let start = 8 + 2 * samples
        let expected = (0..<frames).map { frame in
            (0..<17).map { Float(bitPattern: integer(UInt32.self, at: start + 4 * (17 * frame + $0))) }
        }
        return (AudioClip(samples: pcm, sampleRate: 16_000), expected)
    }

    private func difference(_ left: [VisemePosterior], _ right: [VisemePosterior]) -> Float {
        guard left.count == right.count else { return .infinity }
        return zip(left, right).reduce(0) { worst, pair in
            let shapes = pair.0.visemes - pair.1.visemes
            return max(
                worst, max(shapes.max(), -shapes.min()), abs(pair.0.closure - pair.1.closure),
                abs(pair.0.intensity - pair.1.intensity), abs(pair.0.openness - pair.1.openness))
        }
    }

    @Test("Swift hears what the training script's own arithmetic hears")
    func goldenEquality() throws {
        let (clip, expected) = try golden()
        let heard = VisemeNetwork.posteriors(of: clip)
        #expect(heard.count == expected.count)
        var worst: Float = 0
        for (posterior, row) in zip(heard, expected) {
            for lane in 0..<15 { worst = max(worst, abs(posterior.visemes[lane] - row[lane])) }
            worst = max(worst, abs(posterior.closure - row[15]), abs(posterior.openness - row[16]))
        }
        #expect(worst < 1e-3)
    }

    @Test("the embedded weights stay under 100 KB and a damaged file is refused")
    func weights() {
        #expect(VisemeWeights.layers.count == 4)
        #expect(VisemeWeights.layers.reduce(0) { $0 + $1.weights.count } < 100_000)
        for bytes in [[], Array("VISNET01".utf8), Array("OTHER".utf8), Array("VISNET01".utf8) + [255, 255, 255, 255]] {
            #expect(bytes.withUnsafeBytes { VisemeWeights.parse($0) }.isEmpty)
        }
    }

    @Test("the lips close where a voice says m, p and b", arguments: ["slt", "rms", "awb"])
    func closures(voice: String) async throws {
        let utterance = try await Voices().utterance(of: "Oh, mamma, papa, a baby.", voice: voice)
        let heard = VisemeNetwork.posteriors(of: utterance.audio)
        let labials = utterance.pronunciation.phones.filter { ["m", "p", "b"].contains($0.symbol) }
        #expect(labials.count == 6)
        let hits = labials.filter { phone in
            let near = Int((phone.start - 0.04) * 100)...Int((phone.end + 0.04) * 100)
            return heard[max(0, near.lowerBound)...min(heard.count - 1, near.upperBound)].contains { $0.closure > 0.4 }
        }
        #expect(hits.count >= 5)
    }

    @Test("silence and room noise are a mouth at rest")
    func silence() {
        let silent = AudioClip(samples: Array(repeating: 0, count: 16_000), sampleRate: 16_000)
        var state: UInt32 = 1
        let noise = AudioClip(
            samples: (0..<32_000).map { _ in
                state = state &* 1_664_525 &+ 1_013_904_223
                return (Float(state >> 8) / Float(1 << 24) - 0.5) * 0.002
            }, sampleRate: 16_000)
        for clip in [silent, noise] {
            for posterior in VisemeNetwork.posteriors(of: clip) {
                #expect(posterior.visemes[Viseme.sil.rawValue] > 0.5)
                #expect(posterior.closure < 0.25)
                #expect(posterior.intensity < 0.1)
            }
        }
    }

    @Test("any chunking gives the offline outputs", arguments: [1, 7, 160, 333, 4096])
    func chunking(size: Int) throws {
        let clip = try golden().clip.cut(0..<0.8)
        var stream = VisemeStream(sampleRate: 16_000)
        var heard: [VisemePosterior] = []
        for start in stride(from: 0, to: clip.samples.count, by: size) {
            heard += stream.push(Array(clip.samples[start..<min(start + size, clip.samples.count)]))
        }
        heard += stream.finish()
        #expect(heard == VisemeNetwork.posteriors(of: clip))
    }

    @Test("an output comes at most 92.5 ms after its instant")
    func lookAhead() throws {
        let clip = try golden().clip
        var stream = VisemeStream(sampleRate: 16_000)
        for instant in 0..<50 {
            let needed = Int((Double(instant) / 100 + VisemeNetwork.lookAhead) * 16_000)
            let start = instant == 0 ? 0 : needed - 160
            #expect(stream.push(Array(clip.samples[start..<needed])).count == 1)
        }
    }

    @Test("other sample rates are heard alike, whole or in chunks", arguments: [8_000, 22_050, 44_100, 48_000, 96_000])
    func sampleRates(rate: Int) throws {
        let clip = try golden().clip
        guard var resampler = Resampler(from: 16_000, to: rate, quality: .high) else {
            throw SpeechError.nothingSpeakable
        }
        let other = AudioClip(samples: resampler.push(clip.samples) + resampler.finish(), sampleRate: rate)
        let (here, there) = (VisemeNetwork.posteriors(of: clip), VisemeNetwork.posteriors(of: other))
        #expect(abs(here.count - there.count) <= 1)
        if rate > 16_000 {  // narrow band sounds different
            let same = zip(here, there).count { best($0) == best($1) }
            #expect(Double(same) > 0.9 * Double(here.count), "\(same) of \(here.count)")
        }
        var stream = VisemeStream(sampleRate: rate)
        var chunked: [VisemePosterior] = []
        for start in stride(from: 0, to: other.samples.count, by: 777) {
            chunked += stream.push(Array(other.samples[start..<min(start + 777, other.samples.count)]))
        }
        chunked += stream.finish()
        #expect(difference(chunked, there) < 1e-3)
    }

    private func best(_ posterior: VisemePosterior) -> Int {
        (0..<15).max { posterior.visemes[$0] < posterior.visemes[$1] } ?? 0
    }

    @Test("no samples give no outputs, at any rate", arguments: [16_000, 48_000, 0, -5, .max])
    func empty(rate: Int) {
        #expect(VisemeNetwork.posteriors(of: AudioClip(samples: [], sampleRate: rate)).isEmpty)
    }

    @Test("an absurd sample rate is survived", arguments: [1, 0, -5, 3_999, 1_000_000, .max])
    func absurdRates(rate: Int) {
        let clip = AudioClip(samples: Array(repeating: 0.1, count: 2_000), sampleRate: rate)
        #expect(VisemeNetwork.posteriors(of: clip).allSatisfy { $0.visemes.sum().isFinite })
    }

    @Test("samples that are no number poison nothing", arguments: [16_000, 44_100])
    func poison(rate: Int) throws {
        var samples = Array(try golden().clip.samples[..<16_000])
        for (offset, bad) in [Float.nan, .infinity, -.infinity, 1e30].enumerated() {
            samples[2_000 + 11 * offset] = bad
        }
        let heard = VisemeNetwork.posteriors(of: AudioClip(samples: samples, sampleRate: rate))
        #expect(heard.allSatisfy { $0.visemes.sum().isFinite && $0.closure.isFinite && $0.intensity.isFinite })
        #expect(heard.contains { $0.intensity > 0.5 })
    }

    @Test("a stream hears a voice 12 dB softer alike")
    func gain() throws {
        let clip = try golden().clip
        let soft = AudioClip(samples: clip.samples.map { $0 * 0.25 }, sampleRate: 16_000)
        let (here, there) = (VisemeNetwork.posteriors(of: clip), VisemeNetwork.posteriors(of: soft))
        let same = zip(here, there).dropFirst(50).count { best($0) == best($1) }
        #expect(Double(same) > 0.9 * Double(here.count - 50))
    }
}
