import Core
import Rendering
import Testing
import Tracking

@testable import Avatars

/// Speech made of numbers: visemes that change every few frames, and mouths that follow them by a known rule.
private struct DrawnSpeech {
    var visemes: VisemeTimeline
    var shapes: [MouthShape?]

    /// Frame n's mouth is half of what is said now and half of what is said two frames later, plus noise.
    init(frames: Int, noise: Float = 0) {
        var random = SplitMix64(seed: 11)
        var spoken: [VisemeFrame] = []
        while spoken.count < frames {
            let viseme = Viseme.allCases[Int.random(in: 0..<15, using: &random)]
            let closes: Float = viseme == .pp ? 1 : 0
            let frame = VisemeFrame(weights: .one(viseme), intensity: viseme == .sil ? 0 : 0.8, closure: closes)
            spoken += [VisemeFrame](repeating: frame, count: Int.random(in: 2...6, using: &random))
        }
        visemes = VisemeTimeline(origin: .phones, framesPerSecond: 25, frames: Array(spoken.prefix(frames)))
        let timeline = visemes
        shapes = (0..<frames).map { index in
            let later = timeline.frames[min(index + 2, frames - 1)]
            let mouth = (Self.mouth(timeline.frames[index]) + Self.mouth(later)) / 2
            return mouth + MouthShape(repeating: noise) * Float.random(in: -1...1, using: &random)
        }
    }

    static func mouth(_ frame: VisemeFrame) -> MouthShape {
        MouthShape(frame[.aa] * 2 + frame[.e] - frame[.pp], frame[.o] - frame[.i], 0, 0, 0, 0, 0, 0)
    }

    var taps: [[VisemeFrame]] {
        let taps = VisemeTaps(framesPerSecond: 25)
        return visemes.frames.indices.map { index in
            taps.taps(around: index) { visemes.frames.indices.contains($0) ? visemes.frames[$0] : .rest }
        }
    }
}

@Suite("Learning a mouth")
struct MouthTrainingTests {
    @Test("a known linear rule with anticipation is found again")
    func recovers() {
        let speech = DrawnSpeech(frames: 2000)
        let (model, correlation) = ModelTraining(
            timeline: speech.visemes, shapes: speech.shapes, frames: Array(0..<2000)
        ).run()
        #expect(correlation > 0.99)
        for (index, taps) in speech.taps.enumerated().dropFirst(10).dropLast(10) where index % 37 == 0 {
            let error = model.predict(around: taps).shape - speech.shapes[index]!
            #expect((error * error).sum() < 0.01)
        }
    }

    @Test("noise lowers what cross-validation promises, and frames without a face are passed over")
    func honest() {
        var speech = DrawnSpeech(frames: 1200, noise: 1.5)
        for index in 300..<400 { speech.shapes[index] = nil }
        let (_, correlation) = ModelTraining(
            timeline: speech.visemes, shapes: speech.shapes, frames: Array(0..<1200)
        ).run()
        #expect((0.3...0.9).contains(correlation))
    }

    @Test("closures are learnt from what is known, not from what is heard")
    func closures() {
        let speech = DrawnSpeech(frames: 2000)
        var heard = speech.visemes
        for index in heard.frames.indices { heard.frames[index].closure = 0 }
        let known = speech.visemes.frames.map(\.closure)
        let (model, _) = ModelTraining(
            timeline: heard, shapes: speech.shapes, frames: Array(0..<2000), closures: known
        ).run()
        let firmness = speech.taps.map { taps in
            model.predict(
                around: taps.map { VisemeFrame(weights: $0.weights, intensity: $0.intensity, closure: 0) }
            ).firmness
        }
        let shut = zip(firmness, known).filter { $0.1 == 1 }.map(\.0)
        let open = zip(firmness, known).filter { $0.1 == 0 }.map(\.0)
        #expect(shut.count { $0 > 0.5 } * 10 > shut.count * 9)
        #expect(open.count { $0 > 0.5 } * 10 < open.count)
    }

    @Test("the basis's first lane is the strongest movement, one per standard deviation")
    func basis() {
        var random = SplitMix64(seed: 3)
        let samples = (0..<400).map { _ -> [SIMD3<Float>] in
            let opening = Float.random(in: -1...1, using: &random)
            return (0..<MouthBasis.pointCount).map { index in
                let noise = Float.random(in: -0.001...0.001, using: &random)
                return [Float(index) / 66, (index % 2 == 0 ? 0.1 : 0) * opening + noise, 0]
            }
        }
        let basis = MouthBasis.learn(from: samples)
        let lanes = samples.map { basis.shape(of: $0) }
        let power = lanes.reduce(MouthShape.zero) { $0 + $1 * $1 } / Float(lanes.count)
        #expect(abs(power[0] - 1) < 0.05)
        #expect(power[1] < 0.01)
        let back = basis.points(of: lanes[7])
        let error = zip(back, samples[7]).map { (($0 - $1) * ($0 - $1)).sum().squareRoot() }.max() ?? 1
        #expect(error < 0.003)
    }

    private static func training(frames: Int, faces: Bool = true) throws -> MouthTraining {
        let speech = DrawnSpeech(frames: frames)
        let sightings = speech.visemes.frames.map { frame in
            FaceSighting(mesh: DrawnFootage.mesh(opening: 0.1 * frame[.aa] + 0.05 * frame[.e] + 0.002))
        }
        var track = FaceTrack(sightings: sightings, framesPerSecond: 25, width: 1920, height: 1080)
        if !faces { for index in 1..<frames { track.sightings[index].mesh = nil } }
        return MouthTraining(
            geometry: try #require(FaceGeometry(track)), phoneVisemes: speech.visemes, audioVisemes: speech.visemes,
            knowsPhones: true, talking: Array(20..<frames), silent: Array(0..<20))
    }

    @Test("every talking frame and some of the silent ones become units that follow each other")
    func units() throws {
        let result = try Self.training(frames: 300).run()
        let units = result.library.units
        #expect(units.count == 280 + 5)
        #expect(units.map(\.sourceFrame) == units.map(\.sourceFrame).sorted())
        for (index, unit) in units.enumerated() where unit.successor != nil {
            #expect(unit.successor == index + 1 && units[index + 1].sourceFrame == unit.sourceFrame + 1)
        }
        #expect(units.last?.successor == nil)
        #expect(units.allSatisfy { $0.points.count == MouthControl.count })
        #expect(result.phoneCorrelation > 0.9)
    }

    @Test("too few talking frames, or too few with a face, are refused", arguments: [(60, true), (300, false)])
    func tooLittle(frames: Int, faces: Bool) throws {
        let training = try Self.training(frames: frames, faces: faces)
        #expect(throws: BuildError.tooLittleSpeech) { try training.run() }
    }
}
