import Core
import Media
import Rendering
import Testing

@testable import Stage

extension StageTests {
    @Suite("A stage's stream")
    struct ContinuityTests {
        @Test("has sound in every slot and a picture in every second one, live and in the loop, at exact times")
        func neverStops() async throws {
            let house = Ada.house()
            try await house.prepare(Ada.pack, format: Ada.format)
            let performance = try Performance(house)
            performance.stage.start()
            house.turn(20)
            let speech = ScriptedSpeech(try await SpeechChunk.spoken("Hello there."))
            performance.stage.say("1", speech)
            await speech.asked(2)
            house.turn(300)
            let sent = performance.output.all
            #expect(sent.packets.map(\.time) == sent.packets.indices.map { MediaTime(Int64($0), rate: 50) })
            #expect(sent.pictures.map(\.time) == sent.pictures.indices.map { MediaTime(Int64($0), rate: 25) })
            #expect(sent.pictures.first?.picture.isKeyframe == true)
            #expect(sent.pictures.allSatisfy { $0.slot % 2 == 0 })

            // It went live and came back: what is sent at the end is the loop's own, and so is the beginning.
            let loop = try #require(house.loops.loop(PackFormat(Ada.pack, Ada.format), .idle))
            let own = Set(loop.pictures.map { ObjectIdentifier($0.bytes) })
            let isOwn = sent.pictures.map { own.contains(ObjectIdentifier($0.picture.bytes)) }
            #expect(isOwn.first == true && isOwn.last == true && isOwn.contains(false))
            for (index, picture) in sent.pictures.enumerated().dropFirst() where isOwn[index] != isOwn[index - 1] {
                #expect(picture.picture.isKeyframe, "spliced at picture \(index)")
            }

            // Nobody sees it: no change at a splice is larger than those the footage has elsewhere, but for the coding
            // noise of a fresh keyframe, a quarter of a step of luma.
            let changes = try DecodedStream(sent.pictures.map(\.picture)).changes()
            #expect(changes.count == sent.pictures.count)
            let splices = isOwn.indices.dropFirst().filter { isOwn[$0] != isOwn[$0 - 1] }
            #expect(splices.count == 2)
            let elsewhere = changes.indices.filter { !splices.contains($0) }.map { changes[$0] }.max() ?? 0
            for splice in splices { #expect(changes[splice] <= elsewhere + 0.25, "picture \(splice)") }
            _ = await performance.events()
            await house.close()
        }

        @Test("shows after each picture what the body graph lets follow it")
        func followsTheGraph() async throws {
            let house = Ada.house()
            try await house.prepare(Ada.pack, format: Ada.format)
            var walk = try BodyWalk(house, seed: 3)
            try walk.turn(30)
            let chunks = try await SpeechChunk.spoken("Yes, of course.")
            walk.say(chunks)
            try walk.turn(200)
            walk.state.isListening = true
            try walk.turn(250)
            walk.say(chunks)
            try walk.turn(120)
            walk.state.interrupt()
            walk.state.isListening = false
            try walk.turn(250)
            let graph = Ada.pack.graph
            #expect(walk.bodies.count == 425)
            for (before, after) in zip(walk.bodies, walk.bodies.dropFirst()) {
                let followers = graph.frames[before].exits.map(\.target) + [graph.frames[before].successor ?? before]
                #expect(followers.contains(after), "\(before) → \(after)")
            }
            #expect(walk.loopPictures > 100)
            #expect(walk.bodies.count - walk.loopPictures > 50)
            await house.close()
        }

        @Test("opens at once without loops, and goes over to them when they are made")
        func idlesLive() async throws {
            let house = Ada.house()
            let performance = try Performance(house)
            performance.stage.start()
            house.turn(6)
            #expect(performance.output.all.pictures.first?.picture.isKeyframe == true)
            try await house.prepare(Ada.pack, format: Ada.format)
            let before = performance.output.all.pictures.count
            house.turn(120)
            #expect(performance.output.all.pictures.count == before + 60)
            #expect(house.metrics.value(of: "visavis_stage_pictures_total", labels: ["source": "loop"]) > 0)
            _ = await performance.events()
            await house.close()
        }

        @Test("gives a keyframe soon when one is asked for, but not for every request")
        func keyframes() async throws {
            let house = Ada.house()
            try await house.prepare(Ada.pack, format: Ada.format)
            let performance = try Performance(house)
            performance.stage.start()
            house.turn(10)
            for _ in 0..<100 {
                performance.stage.requestKeyframe()
                house.turn(2)
            }
            let keyframes = performance.output.all.pictures.filter(\.picture.isKeyframe).map(\.slot)
            let gaps = zip(keyframes, keyframes.dropFirst()).map { $1 - $0 }
            #expect(keyframes.dropFirst().first.map { $0 <= 10 + 24 } == true)
            #expect((gaps.max() ?? 0) <= 60)
            // At most two a second, and the splices'.
            #expect(keyframes.count <= 14)
            _ = await performance.events()
            await house.close()
        }

        @Test("leaves a loop that costs more than the path bears, and comes back when it is wide again")
        func adapts() async throws {
            let house = Ada.house()
            try await house.prepare(Ada.pack, format: Ada.format)
            let performance = try Performance(house)
            performance.stage.start()
            house.turn(10)
            performance.stage.adapt(bitsPerSecond: 60_000)
            house.turn(100)
            let narrow = performance.output.all.pictures.suffix(40).reduce(0) { $0 + $1.picture.bytes.count } * 5
            #expect(narrow < 80_000)
            #expect(house.metrics.value(of: "visavis_stage_pictures_total", labels: ["source": "live"]) > 0)
            performance.stage.adapt(bitsPerSecond: 10_000_000)
            house.turn(160)
            let loop = try #require(house.loops.loop(PackFormat(Ada.pack, Ada.format), .idle))
            let last = try #require(performance.output.all.pictures.last).picture
            #expect(loop.pictures.contains { $0.bytes === last.bytes })
            _ = await performance.events()
            await house.close()
        }

        @Test("is VP8 when asked for, with the same times")
        func speaksVP8() async throws {
            let house = Ada.house()
            let performance = try Performance(house, format: StageFormat(quality: .low, codec: .vp8))
            performance.stage.start()
            house.turn(12)
            let speech = ScriptedSpeech(Array(try await SpeechChunk.spoken("Yes.").prefix(1)))
            performance.stage.say("1", speech)
            await speech.asked(2)
            house.turn(40)
            let pictures = performance.output.all.pictures
            let first = try #require(pictures.first)
            #expect(pictures.count >= 22)
            // RFC 6386 §9.1: bit 0 of a key frame is 0, and a start code follows the tag.
            first.picture.bytes.withUnsafeBytes {
                #expect($0[0] & 1 == 0)
                #expect(Array($0[3..<6]) == [0x9D, 0x01, 0x2A])
            }
            #expect(zip(pictures, pictures.dropFirst()).allSatisfy { $1.time - $0.time == .milliseconds(40) })
            _ = await performance.events()
            await house.close()
        }
    }
}
