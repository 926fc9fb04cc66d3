import Core
import Foundation
import Rendering
import Testing

struct MouthPlannerTests {
    private func run(
        _ frames: [VisemeFrame], steps: Int, framesPerSecond: Int = 25, bodyAtRest: Bool = true
    ) -> [MouthStep] {
        var planner = MouthPlanner(library: SyntheticMouth.library, framesPerSecond: framesPerSecond)
        planner.enqueue(frames, origin: .phones)
        return (0..<steps).map { _ in planner.next(on: SyntheticMouth.body, bodyAtRest: bodyAtRest) }
    }

    private func opening(_ step: MouthStep) -> Float { step.points[20 + 5].y - step.points[40 - 5].y }

    @Test("silence leaves a resting body untouched")
    func silenceIsUntouched() {
        #expect(run([], steps: 50).allSatisfy { $0.strength == 0 })
    }

    @Test("a body whose own mouth moves is covered even in silence")
    func movingMouthIsCovered() {
        #expect(run([], steps: 10, bodyAtRest: false).last?.strength == 1)
    }

    @Test("speech opens the mouth, and afterwards the body is untouched again", arguments: [25, 30])
    func speechComesAndGoes(framesPerSecond: Int) {
        let speech =
            [VisemeFrame](repeating: .rest, count: 4)
            + [VisemeFrame](repeating: SyntheticMouth.frame(.aa), count: 10)
        let steps = run(speech, steps: 60, framesPerSecond: framesPerSecond)
        #expect(steps.map(opening).max() ?? 0 > 0.06)
        #expect(steps.contains { $0.strength == 1 })
        #expect(steps.last?.strength == 0)
    }

    @Test("a closure between open vowels closes the lips completely")
    func closureCloses() {
        let vowel = [VisemeFrame](repeating: SyntheticMouth.frame(.aa), count: 8)
        let closure = [VisemeFrame](repeating: SyntheticMouth.frame(.pp, closure: 1), count: 2)
        let steps = run(vowel + closure + vowel, steps: 18)
        #expect(abs(opening(steps[8])) < 0.002)
        #expect(abs(opening(steps[9])) < 0.002)
        #expect(opening(steps[5]) > 0.05)
    }

    @Test("weights of the layers sum to one and never more than two mouths are mixed")
    func layersAreSane() {
        var random = SplitMix64(seed: 7)
        let frames = (0..<300).map { _ in
            SyntheticMouth.frame(Viseme.allCases.randomElement(using: &random) ?? .sil, closure: Float(random.unit()))
        }
        for step in run(frames, steps: 320) {
            #expect((1...2).contains(step.layers.count))
            #expect(abs(step.layers.reduce(0) { $0 + $1.weight } - 1) < 1e-5)
            #expect(step.points.allSatisfy { $0.x.isFinite && $0.y.isFinite })
        }
    }

    @Test("interrupting drops what is queued and closes the mouth within three frames")
    func interruptCloses() {
        var planner = MouthPlanner(library: SyntheticMouth.library, framesPerSecond: 25)
        planner.enqueue([VisemeFrame](repeating: SyntheticMouth.frame(.aa), count: 100), origin: .phones)
        for _ in 0..<20 { _ = planner.next(on: SyntheticMouth.body, bodyAtRest: true) }
        planner.interrupt()
        #expect(planner.pendingCount == 0)
        let steps = (0..<3).map { _ in planner.next(on: SyntheticMouth.body, bodyAtRest: true) }
        #expect(opening(steps[2]) < 0.03)
    }

    @Test("the same queue gives the same steps whether frames come at once or within the look-ahead")
    func streamingEqualsBatch() {
        let frames = (0..<80).map { SyntheticMouth.frame($0 % 7 < 4 ? .aa : .e) }
        let batch = run(frames, steps: 60)
        var planner = MouthPlanner(library: SyntheticMouth.library, framesPerSecond: 25)
        var sent = 0
        for index in 0..<60 {
            while sent < frames.count, sent <= index + planner.lookAhead + 4 {
                planner.enqueue([frames[sent]], origin: .phones)
                sent += 1
            }
            #expect(planner.next(on: SyntheticMouth.body, bodyAtRest: true) == batch[index], "frame \(index)")
        }
    }
}

struct UnitSelectorTests {
    @Test("recorded order is kept when it fits as well as anything else")
    func prefersTheRecording() {
        let units = SyntheticMouth.library.units
        var selector = UnitSelector(units: units)
        let targets = (30..<60).map {
            UnitTarget(
                shape: units[$0].shape, visemes: units[$0].visemes, angles: .zero, closure: 0,
                opening: units[$0].opening)
        }
        let chosen = (0..<25).compactMap { selector.select(Array(targets[$0..<($0 + 5)])) }
        let joins = zip(chosen, chosen.dropFirst()).count { units[$0.0].successor != $0.1 }
        #expect(joins == 0)
    }

    @Test("no units or no targets is no unit, not a crash")
    func degenerate() {
        var empty = UnitSelector(units: [])
        #expect(empty.select([UnitTarget(shape: .zero, visemes: .zero, angles: .zero, closure: 0, opening: 0)]) == nil)
        var selector = UnitSelector(units: SyntheticMouth.library.units)
        #expect(selector.select([]) == nil)
    }
}

struct MouthLibraryTests {
    @Test("encoding and decoding gives the same library")
    func roundTrip() throws {
        let library = SyntheticMouth.library
        #expect(try MouthLibrary(decoding: library.encoded()) == library)
    }

    @Test("damaged bytes give a named error or a library, never a crash")
    func mutations() {
        let bytes = SyntheticMouth.library(unitCount: 4).encoded()
        var random = SplitMix64(seed: 11)
        for _ in 0..<300 {
            var damaged = bytes
            switch random.next() % 3 {
            case 0: damaged = damaged.prefix(Int(random.next() % UInt64(bytes.count)))
            default:
                for _ in 0..<4 {
                    damaged[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
                }
            }
            do {
                _ = try MouthLibrary(decoding: damaged)
            } catch {
                guard case .damaged = error else {
                    Issue.record("unexpected \(error)")
                    continue
                }
            }
        }
    }
}
