import Core
import Foundation
import Media
import Rendering
import Testing

@testable import Stage

@Suite("Loops")
struct LoopTests {
    @Test(
        "are closed ways of 12 to 30 seconds with keyframes about a second apart",
        arguments: [BodyState.idle, .listening])
    func areClosed(state: BodyState) throws {
        let plan = try #require(LoopPlan(Ada.pack.routes, state: state))
        #expect((300...750).contains(plan.frames.count))
        for (before, after) in zip(plan.frames, plan.frames.dropFirst() + [plan.frames[0]]) {
            let frame = Ada.pack.graph.frames[before]
            #expect(frame.successor == after || frame.exits.contains { $0.target == after }, "\(before) → \(after)")
        }
        #expect(plan.keyframes.first == 0)
        let gaps = zip(plan.keyframes, plan.keyframes.dropFirst() + [plan.frames.count]).map { $1 - $0 }
        #expect(gaps.allSatisfy { (12...50).contains($0) })
    }

    @Test("keep the footage's tempo when it was recorded at another rate", arguments: [24, 30, 50])
    func keepTempo(rate: Int) throws {
        let count = 20 * rate
        let frames = (0..<count).map { index in
            BodyGraph.Frame(
                part: .idle, states: .all, tags: .mouthAtRest, successor: index + 1 < count ? index + 1 : nil,
                exits: index + 1 == count ? [.init(target: 0, cost: 0.1)] : [])
        }
        let graph = try BodyGraph(framesPerSecond: rate, stepLimit: 1, footageCount: count, frames: frames)
        let plan = try #require(LoopPlan(BodyRoutes(graph), state: .idle))
        #expect(plan.frames.count == 500)
        #expect(plan.keyframes.allSatisfy { plan.debts[$0] == 0 })
    }

    @Test("stand still where the footage has no way back")
    func standStill() throws {
        let frames = (0..<10).map { index in
            BodyGraph.Frame(part: .idle, states: .all, successor: index < 9 ? index + 1 : nil)
        }
        let graph = try BodyGraph(framesPerSecond: 25, stepLimit: 1, footageCount: 10, frames: frames)
        let plan = try #require(LoopPlan(BodyRoutes(graph), state: .idle))
        #expect(Set(plan.frames) == [9])
    }

    private func loop() -> StageLoop {
        let pictures = (0..<50).map { index in
            CodedPicture(bytes: CodedBytes([UInt8](repeating: UInt8(index), count: 20)), isKeyframe: index % 25 == 0)
        }
        let positions = (0..<50).map { FaceRenderer.Position(bodyFrame: $0, bodyDebt: 0, mouthStrength: 0) }
        return StageLoop(state: .idle, pictures: pictures, positions: positions, graph: Ada.pack.graph)
    }

    @Test("come back from disk as they were")
    func roundTrip() throws {
        let loop = loop()
        let copy = try #require(LoopFile.decoded(LoopFile.encoded(loop), state: .idle, graph: Ada.pack.graph))
        #expect(copy.positions == loop.positions)
        #expect(copy.keyframes == loop.keyframes)
        #expect(LoopFile.encoded(copy) == LoopFile.encoded(loop))
    }

    @Test("that were damaged on disk are not taken")
    func refusesDamage() {
        let whole = LoopFile.encoded(loop())
        var random = SplitMix64(seed: 5)
        for _ in 0..<1000 {
            var damaged = whole
            let place = Int(random.next() % UInt64(whole.count))
            switch random.next() % 3 {
            case 0: damaged[place] ^= 1 << UInt8(random.next() % 8)
            case 1: damaged.removeSubrange(place...)
            default: damaged.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
            }
            #expect(LoopFile.decoded(damaged, state: .idle, graph: Ada.pack.graph) == nil)
        }
    }
}
