import Core
import Media
import Rendering
import Synchronization
import Testing

@testable import Stage

extension StageTests {
    @Suite("Pictures ahead of their slots")
    struct StockTests {
        private static let text = "People often ask me how a photograph can speak, and the answer is simple."

        @Test("are there while she speaks, so that nobody sees when the workers have no time")
        func bridgeBusyTimes() async throws {
            let house = Ada.house()
            try await house.prepare(Ada.pack, format: Ada.format)
            var walk = try BodyWalk(house, seed: 3)
            try walk.turn(30)
            walk.say(try await SpeechChunk.spoken(Self.text))
            try walk.turn(60)
            try walk.turn(12, working: false)
            try walk.turn(20)
            #expect(walk.bodies.count == 61)
            #expect(walk.state.tally.latePictures == 0 && walk.state.tally.droppedPictures == 0)
            await house.close()
        }

        @Test("are taken back by an interrupt, and the body goes on where it was seen", arguments: 60..<64)
        func endWithTheSpeech(slots: Int) async throws {
            let house = Ada.house()
            try await house.prepare(Ada.pack, format: Ada.format)
            var walk = try BodyWalk(house, seed: 5)
            try walk.turn(30)
            let chunks = try await SpeechChunk.spoken(Self.text)
            walk.say(chunks)
            try walk.turn(slots)
            let ahead = try #require(walk.state.live).next - walk.state.slot / 2
            walk.state.interrupt()
            #expect(ahead > 5)
            #expect(try #require(walk.state.live).next - walk.state.slot / 2 == 1)
            walk.say(chunks)
            try walk.turn(61)
            walk.state.interrupt()
            try walk.turn(100)
            #expect(walk.bodies.count == (30 + slots + 161 + 1) / 2)
            let graph = Ada.pack.graph
            for (before, after) in zip(walk.bodies, walk.bodies.dropFirst()) {
                let followers = graph.frames[before].exits.map(\.target) + [graph.frames[before].successor ?? before]
                #expect(followers.contains(after), "\(before) → \(after)")
            }
            await house.close()
        }

        @Test("make way for a keyframe that is asked for, once")
        func makeWayForKeyframes() async throws {
            let house = Ada.house()
            try await house.prepare(Ada.pack, format: Ada.format)
            let performance = try Performance(house)
            performance.stage.start()
            house.turn(10)
            let chunks = try await SpeechChunk.spoken(Self.text)
            let speech = ScriptedSpeech(chunks)
            performance.stage.say("1", speech)
            await speech.asked(2)
            house.turn(60)
            let first = performance.output.all.pictures.count
            performance.stage.requestKeyframe()
            house.turn(40)
            let sent = performance.output.all.pictures
            let keyframes = sent.indices.filter { $0 >= first && sent[$0].picture.isKeyframe }
            #expect(keyframes.count == 1)
            #expect((keyframes.first ?? 100) - first <= 4)
            #expect(sent.map(\.time) == sent.indices.map { MediaTime(Int64($0), rate: 25) })
            _ = try DecodedStream(sent.map(\.picture))
            _ = await performance.events()
            await house.close()
        }

        @Test("wait for those that are due sooner")
        func areMadeInTheOrderOfTheirSlots() {
            let workers = RenderWorkers(count: 1)
            let order = Mutex<[Int]>([])
            // Holds the one worker until all others have been submitted.
            let gate = Mutex(())
            gate.withLock { _ in
                workers.submit(due: 0) { gate.withLock { _ in } }
                for (due, name) in [(3.0, 4), (1, 1), (2, 2), (2, 3)] {
                    workers.submit(due: due) { order.withLock { $0.append(name) } }
                }
            }
            workers.waitUntilIdle()
            #expect(order.withLock { $0 } == [1, 2, 3, 4])
            workers.close()
        }
    }
}
