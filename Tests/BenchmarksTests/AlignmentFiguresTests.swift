import Benchmarks
import Core
import Testing

@Suite("Alignment figures")
struct AlignmentFiguresTests {
    let truth = Pronunciation(
        phones: [
            Phone(symbol: "sil", start: 0, end: 0.2), Phone(symbol: "b", start: 0.2, end: 0.3),
            Phone(symbol: "ah", start: 0.3, end: 0.4), Phone(symbol: "t", start: 0.4, end: 0.5),
            Phone(symbol: "sil", start: 0.5, end: 1),
        ], words: [])

    private func figures(_ found: Pronunciation) -> AlignmentFigures {
        AlignmentFigures(found: found, truth: truth) { $0 == "sil" ? .sil : $0 == "b" ? .pp : .aa }
    }

    @Test("a pronunciation has no error against itself")
    func identity() {
        let figures = figures(truth)
        #expect(figures.startErrors == [0, 0, 0])
        #expect(figures.paired == 1)
        #expect(figures.framePhoneAccuracy == 1)
        #expect(figures.frameVisemeAccuracy == 1)
    }

    @Test("a late closure shows as such")
    func lateClosure() {
        var late = truth
        late.phones[0].end = 0.25
        late.phones[1].start = 0.25
        let figures = figures(late)
        #expect(figures.closureStartErrors.count == 1)
        #expect(abs(figures.closureStartErrors[0] - 0.05) < 1e-9)
        #expect(figures.closureEndErrors == [0])
        #expect(AlignmentFigures.share(of: figures.startErrors, within: 0.02) == 2.0 / 3)
    }

    @Test("a missing phone is not paired and a reduced vowel is the same phone")
    func missing() {
        var found = truth
        found.phones[2].symbol = "ax"
        found.phones.remove(at: 3)
        let figures = figures(found)
        #expect(figures.startErrors.count == 2)
        #expect(abs(figures.paired - 2.0 / 3) < 1e-9)
    }

    @Test("quantiles are of the errors' sizes")
    func quantiles() {
        #expect(AlignmentFigures.quantile(0.5, of: [-3, 1, 2]) == 2)
        #expect(AlignmentFigures.quantile(0.5, of: []) == 0)
    }
}
