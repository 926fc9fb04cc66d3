import Core
import Rendering
import Testing

@testable import Avatars

/// A head on a seeded walk: a sum of slow sines with random phases turns and shifts eight points; blinks every 3 s.
private func walk(_ spans: [(BodyPart, Int)], seed: UInt64, reach: Float = 6) -> BodyGraphTrack {
    var random = SplitMix64(seed: seed)
    let parts = spans.flatMap { [BodyPart](repeating: $0.0, count: $0.1) }
    let waves = (0..<6).map { _ in
        (period: Float.random(in: 40...160, using: &random), phase: Float.random(in: 0...6.28, using: &random))
    }
    func wave(_ index: Int, _ frame: Int) -> Float {
        BodyGraphTests.sine(Float(frame) / waves[index].period * 6.2832 + waves[index].phase)
    }
    var points: [SIMD2<Float>] = []
    var thumbnails: [UInt8] = []
    for frame in parts.indices {
        let lively: Float = parts[frame] == .talking ? 1.5 : 1
        let shift = SIMD2(wave(0, frame) + 0.5 * wave(1, frame), wave(2, frame) + 0.5 * wave(3, frame)) * reach * lively
        let turn = 0.01 * wave(4, frame) * lively
        for point in 0..<8 {
            let at = SIMD2(Float(point % 4) * 30 - 45, Float(point / 4) * 60 - 30)
            points.append(SIMD2(300, 200) + at + SIMD2(-turn * at.y, turn * at.x) + shift)
        }
        thumbnails += [UInt8](repeating: UInt8(120 + 2 * wave(5, frame)), count: BodyGraphTrack.thumbnailSize)
    }
    return BodyGraphTrack(
        framesPerSecond: 25, width: 640, height: 360, faceWidth: 130, parts: parts, pointsPerFrame: 8, points: points,
        eyeOpening: parts.indices.map { $0 % 75 < 4 ? 2 : 10 },
        mouthOpening: parts.indices.map { parts[$0] == .talking && $0 % 60 > 25 ? 0.05 : 0.001 },
        smile: parts.indices.map { 0.3 + 0.02 * wave(5, $0) }, browRaise: parts.map { _ in 0.2 },
        thumbnails: thumbnails)
}

private func points(of track: BodyGraphTrack, _ plan: BodyGraphPlan) -> [[SIMD2<Float>]] {
    let size = track.pointsPerFrame
    var all = track.parts.indices.map { Array(track.points[($0 * size)..<(($0 + 1) * size)]) }
    for bridge in plan.bridges {
        let ends = [bridge.from, bridge.to].map { all[$0].map { SIMD3($0, 0) } }
        all += bridge.landmarks(from: ends[0], to: ends[1]).map { $0.map { SIMD2($0.x, $0.y) } }
    }
    return all
}

@Suite struct BodyGraphTests {
    /// Bhaskara's approximation; enough for a walk, and the same on every platform.
    static func sine(_ angle: Float) -> Float {
        let turn = angle.truncatingRemainder(dividingBy: 6.2832)
        let half = turn < 3.1416 ? turn : turn - 3.1416
        let product = half * (3.1416 - half)
        return (turn < 3.1416 ? 1 : -1) * 16 * product / (49.348 - 4 * product)
    }

    private func options(_ pictures: Int = 160) -> BodyGraphOptions {
        var options = BodyGraphOptions()
        options.bridgePictures = pictures
        return options
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func transitionsStayWithinTheFootagesOwnSteps(seed: UInt64) throws {
        let track = walk([(.listening, 75), (.talking, 120), (.idle, 75)], seed: seed)
        let plan = try BodyGraphPlan(track, options: options())
        let all = points(of: track, plan)
        #expect(all.count == plan.graph.frames.count)
        #expect(plan.forced == 0)
        let jumps = BodyFigures.transitionJumps(plan.graph) { all[$0] }
        #expect(!jumps.isEmpty && jumps[0] <= plan.graph.stepLimit * 1.05)
    }

    @Test func everyStateIsEndlessAndReachableFromEveryOther() throws {
        let plan = try BodyGraphPlan(
            walk([(.listening, 75), (.talking, 120), (.idle, 75)], seed: 4), options: options())
        let routes = BodyRoutes(plan.graph)
        #expect(BodyState.allCases.allSatisfy(routes.isEndless))
        for wait in BodyFigures.waits(routes) {
            #expect(wait.unreachable == 0)
            #expect(wait.worst <= 5 * 25)
        }
    }

    @Test func noTransitionTouchesABlink() throws {
        let plan = try BodyGraphPlan(
            walk([(.listening, 75), (.talking, 120), (.idle, 75)], seed: 5), options: options())
        for frame in plan.graph.frames {
            for exit in frame.exits {
                let landing = plan.graph.frames[plan.graph.landing(exit.target)]
                #expect(!frame.tags.contains(.blinking) && !landing.tags.contains(.blinking))
            }
        }
    }

    @Test func theSameTrackGivesTheSamePlan() throws {
        let track = walk([(.idle, 80), (.talking, 80)], seed: 6)
        let (first, second) = (
            try BodyGraphPlan(track, options: options()), try BodyGraphPlan(track, options: options())
        )
        #expect(first.graph.encoded() == second.graph.encoded())
        #expect(first.bridges == second.bridges)
    }

    @Test func compactingShowsTheSameFramesOfTheRecording() throws {
        var fewer = options()
        fewer.talkingSeconds = 4
        let whole = try BodyGraphPlan(walk([(.idle, 60), (.talking, 180)], seed: 12), options: fewer)
        let compact = try whole.compacted()
        #expect(compact.graph.frames.count < whole.graph.frames.count)
        #expect(compact.sources.count == compact.graph.footageCount)
        #expect(zip(compact.sources, compact.sources.dropFirst()).allSatisfy { $0 < $1 })
        for (index, source) in compact.sources.enumerated() {
            let (new, old) = (compact.graph.frames[index], whole.graph.frames[source])
            #expect(new.part == old.part && new.states == old.states && new.tags == old.tags)
        }
        for bridge in compact.bridges {
            #expect(compact.sources[compact.graph.landing(bridge.firstFrame)] == bridge.to)
        }
        let (before, after) = (BodyRoutes(whole.graph), BodyRoutes(compact.graph))
        for (index, source) in compact.sources.enumerated() {
            for state in BodyState.allCases {
                #expect(after.wait(from: index, to: state) == before.wait(from: source, to: state))
            }
        }
    }

    @Test func missingPartsAreStoodInFor() throws {
        for spans in [[(BodyPart.talking, 160)], [(.idle, 120)], [(.listening, 75), (.talking, 90)]] {
            let routes = BodyRoutes(try BodyGraphPlan(walk(spans, seed: 7), options: options()).graph)
            for state in BodyState.allCases {
                var timeline = BodyTimeline(routes, state: state, seed: 1)
                #expect((0..<600).allSatisfy { _ in timeline.next().arrived })
            }
        }
    }

    @Test func tenFramesStillMakeAnEndlessBody() throws {
        let plan = try BodyGraphPlan(walk([(.idle, 10)], seed: 8), options: options())
        var timeline = BodyTimeline(BodyRoutes(plan.graph), seed: 1)
        let shown = (0..<100).map { _ in timeline.next().index }
        #expect(Set(shown).count > 1 && shown.allSatisfy(plan.graph.frames.indices.contains))
    }

    @Test func framesWithoutAFaceAreNeverPlayed() throws {
        var track = walk([(.idle, 150)], seed: 9)
        for frame in 70..<80 { track.points[frame * 8] = SIMD2(.nan, 0) }
        let plan = try BodyGraphPlan(track, options: options())
        var timeline = BodyTimeline(BodyRoutes(plan.graph), seed: 1)
        #expect((0..<2000).allSatisfy { _ in !(70..<80).contains(timeline.next().index) })
    }

    @Test func unequalArraysAndEmptyTracksAreRefused() {
        var track = walk([(.idle, 30)], seed: 10)
        track.smile.removeLast()
        #expect(throws: BodyGraphBuildError.unequalLengths) { try BodyGraphPlan(track) }
        #expect(throws: BodyGraphBuildError.nothingToPlay) { try BodyGraphPlan(walk([], seed: 1)) }
        #expect(throws: BodyGraphBuildError.nothingToPlay) { try BodyGraphPlan(walk([(.unused, 30)], seed: 1)) }
    }
}
