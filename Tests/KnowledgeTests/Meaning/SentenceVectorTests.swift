import Testing

@testable import Knowledge

@Suite("Vectors of sentences")
struct SentenceVectorTests {
    private func unit(_ vector: [Float]) -> [Float] {
        let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return vector.map { $0 / length }
    }

    @Test("in one byte a number, cosines stay what they are")
    func cosine() {
        let one = unit((0..<384).map { Float(($0 * 37) % 101) - 50 })
        let other = unit((0..<384).map { Float(($0 * 53) % 97) - 30 })
        let exact = zip(one, other).reduce(Float(0)) { $0 + $1.0 * $1.1 }
        #expect(abs(SentenceVector(one).cosine(with: SentenceVector(other)) - exact) < 0.002)
        #expect(abs(SentenceVector(one).cosine(with: SentenceVector(one)) - 1) < 0.002)
        #expect(SentenceVector([0, 0]).cosine(with: SentenceVector([0, 1])) == 0)
    }

    @Test("the nearest of several is found in their bytes, and none among others'")
    func nearest() {
        let vectors = [[1, 0, 0], [0, 1, 0], [0.6, 0.8, 0]].map { SentenceVector($0) }
        let bytes = SentenceVector.bytes(of: vectors)
        let near = bytes.withUnsafeBytes { SentenceVector([0.5, 0.86, 0]).nearest(in: $0) }
        #expect(near?.vector == vectors[2])
        #expect(bytes.withUnsafeBytes { SentenceVector([1, 0, 0, 0, 0]).nearest(in: $0) } == nil)
        #expect([UInt8]().withUnsafeBytes { SentenceVector([1]).nearest(in: $0) } == nil)
    }

    @Test("passages that tell different things speak against each other, those that tell the same do not")
    func competition() throws {
        func found(_ id: Int64, _ vector: [Float]) -> FoundPassage {
            var evidence = AnswerEvidence()
            (evidence.fit, evidence.meaning) = (1, .init(nearness: 1, behind: 0))
            return FoundPassage(
                passage: Passage(id: id, document: "", title: "", text: ""), evidence: evidence,
                sentence: SentenceVector(vector))
        }
        let model = AnswerModel.byMeaning
        let alone = try #require(model.sureness(of: [found(1, [1, 0])]).first)
        let same = try #require(model.sureness(of: [found(1, [1, 0]), found(2, [1, 0])]).first)
        let different = try #require(model.sureness(of: [found(1, [1, 0]), found(2, [0, 1])]).first)
        #expect(abs(alone - same) < 0.01)
        #expect(different < 0.51)
    }
}
