import Core
import Testing

@testable import Knowledge

/// Vectors of length 1 that point anywhere; the same number gives the same.
func madeVector(_ number: Int, length: Int = 384) -> [Float] {
    var random = SplitMix64(seed: UInt64(number))
    let vector = (0..<length).map { _ in Float(random.unit()) - 0.5 }
    let size = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return vector.map { $0 / size }
}

@Suite("Sketches of sentences")
struct SketchTableTests {
    private func sketches(_ numbers: Int...) -> [UInt64] { numbers.flatMap { SentenceVector(madeVector($0)).sketch } }

    private func table(_ passages: Range<Int>, capacity: Int = 10_000) -> SketchTable {
        var table = SketchTable(length: 384, capacity: capacity)
        for passage in passages {
            table.add(Int64(passage), sketches(passage * 2, passage * 2 + 1), persona: nil)
        }
        return table
    }

    @Test("signs of several vectors are found in their bytes, and none among others'")
    func signs() {
        let vectors = [[0.6, -0.8, 0.1], [-0.1, 0.7, 0.7]].map { SentenceVector($0) }
        let bytes = SentenceVector.bytes(of: vectors)
        #expect(bytes.withUnsafeBytes { SignSketch.words(of: $0, length: 3) } == [0b010, 0b001])
        #expect(vectors.map(\.sketch) == [[0b010], [0b001]])
        #expect(bytes.withUnsafeBytes { SignSketch.words(of: $0, length: 4) }.isEmpty)
        #expect(SignSketch.width(384) == 6 && SignSketch.width(7) == 1)
        #expect(SentenceVector(madeVector(0)).sketch.count == 6)
    }

    @Test("what is nearest by its numbers is among the nearest by their signs")
    func nearest() {
        let table = table(0..<500)
        for passage in [0, 123, 499] {
            let near = zip(madeVector(passage * 2 + 1), madeVector(7777)).map { $0 + 0.7 * $1 }
            let found = table.nearest(to: SentenceVector(near).sketch, persona: "", limit: 5)
            #expect(found.contains(Int64(passage)))
            #expect(found.count == 5)
        }
        #expect(table.nearest(to: sketches(1), persona: "", limit: 500).sorted() == Array(0..<500))
        #expect(table.nearest(to: sketches(1), persona: "", limit: 1) == [0])
        #expect(table.nearest(to: [1], persona: "", limit: 5).isEmpty)
        #expect(SketchTable(length: 384, capacity: 1).nearest(to: sketches(1), persona: "", limit: 5).isEmpty)
    }

    @Test("a persona finds its own passages and everybody's")
    func personas() {
        var table = SketchTable(length: 384, capacity: 100)
        table.add(1, sketches(1), persona: nil)
        table.add(2, sketches(2), persona: "ada")
        table.add(3, sketches(3), persona: "ben")
        #expect(table.nearest(to: sketches(3), persona: "ada", limit: 9) == [1, 2])
        #expect(table.nearest(to: sketches(2), persona: "ben", limit: 9) == [1, 3])
        #expect(table.nearest(to: sketches(2), persona: "", limit: 9) == [1])
        // The nearest of all does not take the place of the nearest that may be seen.
        #expect(table.nearest(to: sketches(3), persona: "", limit: 1) == [1])
        table.keep { $0 != 1 }
        #expect(table.nearest(to: sketches(3), persona: "ben", limit: 1) == [3])
        #expect(table.nearest(to: sketches(3), persona: "", limit: 1).isEmpty)
    }

    @Test("passages are kept once, and gone when they are")
    func once() {
        var table = table(0..<4)
        table.add(2, sketches(9), persona: nil)
        table.add(4, [], persona: nil)
        #expect(table.count == 4 && table.sentences == 8)
        table.keep { $0 != 2 }
        #expect(table.count == 3 && table.sentences == 6)
        #expect(table.nearest(to: sketches(6), persona: "", limit: 1) == [3])
        table.add(2, sketches(4, 5), persona: nil)
        #expect(table.nearest(to: sketches(5), persona: "", limit: 1) == [2])
    }

    @Test("beyond the bound, the oldest make way and do not come back")
    func bound() {
        var table = table(100..<150, capacity: 80)
        #expect(table.sentences <= 80 && table.sentences >= 70)
        let kept = table.nearest(to: sketches(1), persona: "", limit: 100).sorted()
        #expect(kept == Array(Int64(150 - table.count)..<150))
        table.add(100, sketches(200), persona: nil)
        #expect(!table.nearest(to: sketches(200), persona: "", limit: 100).contains(100))
        table.add(150, sketches(300), persona: nil)
        #expect(table.nearest(to: sketches(300), persona: "", limit: 1) == [150])
    }
}
