import Benchmarks
import Core
import Testing

@Suite("Mouths in received pictures")
struct MouthModelTests {
    /// A face patch with lips, moved by some pixels, with noise; `opening` rows of the mouth are dark.
    private func patch(x: Int = 0, y: Int = 0, opening: Int = 0, noise: inout SplitMix64) -> MouthPatch {
        let (width, height) = (47, 32)
        var luma = [UInt8](repeating: 0, count: width * height)
        for row in 0..<height {
            for column in 0..<width {
                let (u, v) = (column - x - 23, row - y - 16)
                // Skin with a slope, so that places differ; lips; the gap between them.
                var value = 150 + u / 2 + v / 3
                if abs(u) < 12 && abs(v) < 5 { value = 100 }
                if abs(u) < 10 && abs(v) < 1 + opening { value = 40 }
                luma[row * width + column] = UInt8(min(255, max(0, value + Int(noise.next() % 5) - 2)))
            }
        }
        return MouthPatch(width: width, height: height, luma: luma)
    }

    @Test("a swaying head with closed lips rests, opened lips do not")
    func opening() {
        var noise = SplitMix64(seed: 1)
        let resting = (0..<24).map { patch(x: $0 % 9 - 4, y: $0 % 7 - 3, noise: &noise) }
        let speaking = (0..<8).map { patch(opening: $0 % 4 + 2, noise: &noise) }
        let model = MouthModel(resting: resting, speaking: speaking)
        #expect(model.distance(patch(x: 3, y: -2, noise: &noise)) < model.threshold)
        #expect(model.distance(patch(x: -5, y: 3, noise: &noise)) < model.threshold)
        #expect(model.distance(patch(x: 2, y: 1, opening: 4, noise: &noise)) > model.threshold)
    }

    @Test("without resting mouths nothing can be told")
    func nothing() {
        var noise = SplitMix64(seed: 2)
        let model = MouthModel(resting: [], speaking: [])
        #expect(model.threshold.isNaN)
        #expect(model.distance(patch(noise: &noise)).isNaN)
    }

    @Test("a patch of another size is compared with nothing")
    func otherSize() {
        var noise = SplitMix64(seed: 3)
        let patches = (0..<4).map { _ in patch(noise: &noise) }
        let model = MouthModel(resting: patches, speaking: patches)
        #expect(model.distance(MouthPatch(width: 4, height: 4, luma: [UInt8](repeating: 0, count: 16))).isNaN)
    }

    @Test("a patch holds the means of two by two pixels and is cut to the picture")
    func patches() {
        var frame = VideoFrame(width: 8, height: 8, y: 10)
        frame.bytes[2 * 8 + 2] = 50
        let whole = MouthPatch(frame, MouthPatch.Area(x: 2, y: 2, width: 4, height: 4))
        #expect(whole.luma == [20, 10, 10, 10])
        let cut = MouthPatch(frame, MouthPatch.Area(x: 6, y: 4, width: 10, height: 10))
        #expect((cut.width, cut.height) == (1, 2))
        let outside = MouthPatch(frame, MouthPatch.Area(x: 20, y: 20, width: 4, height: 4))
        #expect(outside.luma.isEmpty)
    }
}
