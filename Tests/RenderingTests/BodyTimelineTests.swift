import Testing

@testable import Rendering

@Suite struct BodyTimelineTests {
    @Test func theSameSeedGivesTheSameWayAndAnotherSeedAnother() throws {
        let routes = BodyRoutes(try threePartGraph())
        func way(_ seed: UInt64) -> [Int] {
            var timeline = BodyTimeline(routes, seed: seed)
            return (0..<1500).map { _ in timeline.next().index }
        }
        #expect(way(5) == way(5))
        #expect(way(5) != way(6))
    }

    @Test func everyStepFollowsTheGraph() throws {
        let graph = try threePartGraph()
        var timeline = BodyTimeline(BodyRoutes(graph), state: .talking, seed: 2)
        var before = timeline.next().index
        for step in 0..<4000 {
            if step % 130 == 0 { timeline.request(BodyState.allCases[step / 130 % 3]) }
            let after = timeline.next()
            #expect(graph.followers(before).contains(after.index))
            #expect(after.isTransition == (graph.frames[before].successor != after.index))
            before = after.index
        }
    }

    @Test func aStateKeptUpShowsOnlyItsOwnFrames() throws {
        let routes = BodyRoutes(try threePartGraph())
        for (state, part) in [(BodyState.idle, BodyPart.idle), (.listening, .listening), (.talking, .talking)] {
            var timeline = BodyTimeline(routes, state: state, seed: 9)
            for _ in 0..<3000 {
                let step = timeline.next()
                #expect(step.part == part && step.arrived)
            }
        }
    }

    @Test(arguments: BodyState.allCases) func aStateIsReachedWithinTheStatedWait(wanted: BodyState) throws {
        let routes = BodyRoutes(try threePartGraph())
        for from in BodyState.allCases where from != wanted {
            for delay in stride(from: 1, to: 200, by: 3) {
                var timeline = BodyTimeline(routes, state: from, seed: UInt64(delay))
                var last = 0
                for _ in 0..<delay { last = timeline.next().index }
                let wait = try #require(routes.wait(from: last, to: wanted))
                timeline.request(wanted)
                var steps = 1
                while !timeline.next().arrived, steps < 500 { steps += 1 }
                #expect(steps == wait)
            }
        }
    }

    @Test func landingsVary() throws {
        let figures = BodyFigures.sojourn(BodyRoutes(try threePartGraph()), in: .idle, steps: 5000, seed: 4)
        #expect(figures.transitions > 20)
        #expect(figures.distinctFrames >= 80)
        #expect((figures.returns.first ?? 0) >= 25)
    }

    @Test func anExpressionIsPreferredWhereTheFootageHasIt() throws {
        // Two passages of 100 frames that lead to themselves and to each other; only the second smiles.
        let frames = (0..<200).map { index in
            let exits = index % 100 == 95 ? [3, 103].map { BodyGraph.Exit(target: $0, cost: 0.2) } : []
            return BodyGraph.Frame(
                part: .idle, states: .all, tags: index < 100 ? .neutral : .friendly,
                successor: index % 100 == 99 ? nil : index + 1, exits: exits)
        }
        let routes = BodyRoutes(
            try BodyGraph(framesPerSecond: 25, stepLimit: 1, footageCount: 200, frames: frames))
        func smiling(_ expression: BodyExpression) -> Int {
            var timeline = BodyTimeline(routes, seed: 3)
            timeline.expression = expression
            return (0..<8000).count { _ in timeline.next().tags.contains(.friendly) }
        }
        #expect(smiling(.friendly) > smiling(.neutral))
        #expect(smiling(.serious) > 0)
    }

    @Test func aGraphWithoutAnyExitStandsStillAtItsEnd() throws {
        let frames = (0..<10).map {
            BodyGraph.Frame(part: .idle, states: .all, successor: $0 == 9 ? nil : $0 + 1)
        }
        let graph = try BodyGraph(framesPerSecond: 25, stepLimit: 1, footageCount: 10, frames: frames)
        var timeline = BodyTimeline(BodyRoutes(graph), state: .talking, seed: 8)
        let shown = (0..<30).map { _ in timeline.next().index }
        #expect(shown.last == 9)
        #expect(zip(shown, shown.dropFirst()).allSatisfy { $1 == min($0 + 1, 9) })
    }

    @Test func jumpsAreTheLargestPointDisplacements() {
        let points: [[SIMD2<Float>]] = [[[0, 0], [1, 1]], [[0, 0], [4, 5]], [[3, 4], [4, 5]]]
        #expect(BodyFigures.poseJumps([0, 1, 1, 2]) { points[$0] } == [5, 0, 5])
    }

    @Test func aStateOutOfReachLeavesTheBodyInItsOwn() throws {
        var frames = (0..<100).map {
            BodyGraph.Frame(
                part: $0 < 50 ? .idle : .talking, states: BodyStates($0 < 50 ? .idle : .talking),
                successor: $0 % 50 == 49 ? nil : $0 + 1)
        }
        frames[45].exits = [BodyGraph.Exit(target: 3, cost: 0)]
        frames[95].exits = [BodyGraph.Exit(target: 53, cost: 0)]
        let graph = try BodyGraph(framesPerSecond: 25, stepLimit: 1, footageCount: 100, frames: frames)
        var timeline = BodyTimeline(BodyRoutes(graph), seed: 1)
        _ = timeline.next()
        timeline.request(.talking)
        let steps = (0..<500).map { _ in timeline.next() }
        #expect(steps.allSatisfy { $0.part == .idle && !$0.arrived })
        #expect(zip(steps, steps.dropFirst()).allSatisfy { $0.index != $1.index })
    }
}
