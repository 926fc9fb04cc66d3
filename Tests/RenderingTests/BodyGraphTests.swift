import Core
import Testing

@testable import Rendering

/// Three parts of 100 frames; every part loops by a cut, and bridges of three pictures lead on to the next part.
func threePartGraph() throws -> BodyGraph {
    var frames = (0..<300).map { index in
        let part = [BodyPart.idle, .listening, .talking][index / 100]
        return BodyGraph.Frame(
            part: part, states: BodyStates(rawValue: 1 << UInt8(index / 100)), tags: [.neutral, .mouthAtRest],
            smile: Float(index % 7) / 7, successor: index % 100 == 99 ? nil : index + 1)
    }
    for part in 0..<3 {
        frames[part * 100 + 90].exits.append(BodyGraph.Exit(target: part * 100 + 5, cost: 0.2))
        frames[part * 100 + 60].exits.append(BodyGraph.Exit(target: part * 100 + 20, cost: 0.4))
        for from in stride(from: 10, to: 90, by: 20) {
            for other in 0..<3 where other != part {
                let first = frames.count
                frames[part * 100 + from].exits.append(BodyGraph.Exit(target: first, cost: 0.5))
                for step in 0..<3 {
                    let next = step == 2 ? other * 100 + 15 : first + step + 1
                    frames.append(BodyGraph.Frame(part: .bridge, states: [], successor: next))
                }
            }
        }
    }
    return try BodyGraph(framesPerSecond: 25, stepLimit: 2.5, footageCount: 300, frames: frames)
}

@Suite struct BodyGraphTests {
    @Test func bytesGiveTheSameGraphBack() throws {
        let graph = try threePartGraph()
        #expect(try BodyGraph(bytes: graph.encoded()) == graph)
    }

    @Test func anyPrefixIsRefusedAsTruncated() throws {
        let bytes = try threePartGraph().encoded()
        for length in stride(from: 4, to: bytes.count, by: 37) {
            #expect(throws: BodyGraphError.truncated) { try BodyGraph(bytes: Array(bytes.prefix(length))) }
        }
    }

    @Test func strangersNewerVersionsAndSurplusBytesAreNamed() throws {
        let bytes = try threePartGraph().encoded()
        #expect(throws: BodyGraphError.notABodyGraph) { try BodyGraph(bytes: [1, 2, 3]) }
        #expect(throws: BodyGraphError.trailingBytes(1)) { try BodyGraph(bytes: bytes + [0]) }
        var newer = bytes
        newer[4] = 9
        #expect(throws: BodyGraphError.unsupportedVersion(9)) { try BodyGraph(bytes: newer) }
        var huge = bytes
        huge.replaceSubrange(16..<20, with: [255, 255, 255, 127])
        #expect(throws: BodyGraphError.tooManyFrames(0x7FFF_FFFF)) { try BodyGraph(bytes: huge) }
    }

    @Test func mutatedBytesGiveAnErrorOrAPlayableGraph() throws {
        let bytes = try threePartGraph().encoded()
        var random = SplitMix64(seed: 11)
        for _ in 0..<150 {
            var mutated = bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                mutated[Int.random(in: 0..<mutated.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            do throws(BodyGraphError) {
                let graph = try BodyGraph(bytes: mutated)
                var timeline = BodyTimeline(BodyRoutes(graph), seed: 1)
                for _ in 0..<120 { #expect(graph.frames.indices.contains(timeline.next().index)) }
            } catch {
                #expect(!error.description.isEmpty)
            }
        }
    }

    @Test func contradictionsAreRefused() {
        let one = BodyGraph.Frame(part: .idle, states: .all, successor: nil)
        #expect(throws: BodyGraphError.noFrames) {
            try BodyGraph(framesPerSecond: 25, stepLimit: 1, footageCount: 0, frames: [])
        }
        #expect(throws: BodyGraphError.badHeader) {
            try BodyGraph(framesPerSecond: 25, stepLimit: .nan, footageCount: 1, frames: [one])
        }
        var wild = one
        wild.exits = [BodyGraph.Exit(target: 7, cost: 0)]
        #expect(throws: BodyGraphError.badExit(frame: 0)) {
            try BodyGraph(framesPerSecond: 25, stepLimit: 1, footageCount: 1, frames: [wild])
        }
        let endless = BodyGraph.Frame(part: .bridge, states: .all, successor: 1)
        #expect(throws: BodyGraphError.badFrame(1)) {
            try BodyGraph(framesPerSecond: 25, stepLimit: 1, footageCount: 1, frames: [one, endless])
        }
    }
}
