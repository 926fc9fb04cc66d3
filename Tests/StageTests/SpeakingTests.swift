import Core
import Media
import Testing

@testable import Stage

extension StageTests {
    @Suite("Speech on a stage")
    struct SpeakingTests {
        private func opened(_ house: StageHouse) async throws -> Performance {
            try await house.prepare(Ada.pack, format: Ada.format)
            let performance = try Performance(house)
            performance.stage.start()
            house.turn(10)
            return performance
        }

        private func isSilent(_ packet: OpusPacket) -> Bool { packet.bytes === OpusPacket.silence.bytes }

        @Test("is told with all its words and captions that are the text, and the lips move with the sound")
        func isHeardAndSeen() async throws {
            let house = Ada.house()
            let performance = try await opened(house)
            let chunks = try await SpeechChunk.spoken("I am Ada. Ask me anything!")
            let speech = ScriptedSpeech(chunks)
            performance.stage.say("hello", speech)
            await speech.asked(2)
            // The last is asked for when less than two seconds are in stock.
            house.turn(45)
            await speech.asked(chunks.count + 1)
            house.turn(250)
            let sent = performance.output.all
            let events = await performance.events()
            #expect(events.first == .speechStarted("hello"))
            let text = events.compactMap { event -> String? in
                guard case .caption("hello", let text) = event else { return nil }
                return text
            }
            #expect(text.joined() == "I am Ada. Ask me anything!")
            guard case .speechEnded("hello", let end) = events.last else {
                Issue.record("no end: \(events)")
                return
            }
            #expect(end.reason == .spoken)
            #expect(end.words == chunks.flatMap { $0.pronunciation?.words ?? [] }.map(\.text))
            let length = chunks.reduce(0) { $0 + $1.audio.duration }
            #expect(abs(end.spoken / .seconds(1) - length) < 0.2)

            let loud = sent.packets.indices.filter { !isSilent(sent.packets[$0].packet) }
            let spoken = try #require(loud.first)...(loud.last ?? 0)
            #expect(abs(Double(spoken.count) / 50 - length) < 0.2)
            let stream = try DecodedStream(sent.pictures.map(\.picture))
            let moves = stream.changes(in: stream.lips(Ada.pack))
            let speaking = moves[(spoken.lowerBound / 2 + 1)..<(spoken.upperBound / 2 - 15)]
            let resting = moves[2..<(spoken.lowerBound / 2)] + moves[(spoken.upperBound / 2 + 15)...]
            let calm = resting.sorted()[resting.count / 2]
            #expect(speaking.reduce(0, +) / Double(speaking.count) > 2 * calm)
            // Within three pictures of the first sample.
            #expect((moves[(spoken.lowerBound / 2)...(spoken.lowerBound / 2 + 3)].max() ?? 0) > 2 * calm)
            await house.close()
        }

        @Test("follows in the order in which it was asked for, without a gap when it is there in time")
        func keepsItsOrder() async throws {
            let house = Ada.house()
            let performance = try await opened(house)
            let chunks = [try await SpeechChunk.spoken("One."), try await SpeechChunk.spoken("Two.")]
            let speeches = chunks.map { ScriptedSpeech($0) }
            performance.stage.say("1", speeches[0])
            performance.stage.say("2", speeches[1])
            await speeches[0].asked(2)
            await speeches[1].asked(2)
            house.turn(150)
            let packets = performance.output.all.packets.map(\.packet)
            let loud = packets.indices.filter { !isSilent(packets[$0]) }
            #expect(loud.count == (loud.last ?? 0) - (loud.first ?? 0) + 1)
            let ids = await performance.events().compactMap { event -> UtteranceID? in
                switch event {
                case .speechStarted(let id), .speechEnded(let id, _): id
                default: nil
                }
            }
            #expect(ids == ["1", "1", "2", "2"])
            await house.close()
        }

        @Test("stops at the next slot when interrupted, and tells what was heard")
        func isInterrupted() async throws {
            let house = Ada.house()
            let performance = try await opened(house)
            let chunks = try await SpeechChunk.spoken("This sentence is going to be cut off in the middle of it.")
            let (first, second) = (ScriptedSpeech(chunks), ScriptedSpeech(chunks))
            performance.stage.say("1", first)
            performance.stage.say("2", second)
            await first.asked(2)
            house.turn(50)
            let slot = performance.output.all.packets.count
            performance.stage.interrupt()
            house.turn(60)
            let packets = performance.output.all.packets.map(\.packet)
            #expect(!isSilent(packets[slot - 1]))
            // One slot fades, then the encoder is run out.
            #expect(packets[(slot + 4)...].allSatisfy(isSilent))
            let ends = await performance.events().compactMap { event -> SpeechEnd? in
                guard case .speechEnded(_, let end) = event else { return nil }
                return end
            }
            #expect(ends.map(\.reason) == [.interrupted, .interrupted])
            #expect(ends[0].words.count > 1)
            #expect(ends[0].words.count < chunks.flatMap { $0.pronunciation?.words ?? [] }.count)
            #expect(ends[0].spoken > .milliseconds(700) && ends[0].spoken < .milliseconds(1000))
            #expect(ends[1] == SpeechEnd(reason: .interrupted, spoken: .zero, words: []))
            await house.close()
        }

        @Test("holds its voice at the next slot, and goes on where it was held")
        func isHeld() async throws {
            let house = Ada.house()
            let performance = try await opened(house)
            let chunks = try await SpeechChunk.spoken("This sentence is going to be held in the middle of it.")
            let speech = ScriptedSpeech(chunks)
            performance.stage.say("1", speech)
            await speech.asked(2)
            house.turn(50)
            let slot = performance.output.all.packets.count
            performance.stage.hold(true)
            performance.stage.hold(true)
            house.turn(60)
            let held = performance.output.all.packets.map(\.packet)
            #expect(!isSilent(held[slot - 1]))
            #expect(held[(slot + 4)...].allSatisfy(isSilent))
            performance.stage.hold(false)
            house.turn(70)
            await speech.asked(chunks.count + 1)
            house.turn(200)
            let packets = performance.output.all.packets.map(\.packet)
            #expect(packets[held.count...].prefix(12).contains { !isSilent($0) })
            let events = await performance.events()
            guard case .speechEnded("1", let end) = events.last else {
                Issue.record("no end")
                return
            }
            let text = events.compactMap { if case .caption(_, let text) = $0 { text } else { nil } }.joined()
            #expect(end.reason == .spoken && end.words.count == 12)
            #expect(text == chunks.map(\.text).joined())
            #expect(house.metrics.value(of: "visavis_stage_underruns_total") == 0)
            let voice = performance.output.all.voice
            let whole = chunks.reduce(0) { $0 + $1.audio.samples.count }
            #expect(voice > whole / 2 && voice < whole + 2 * 320, "what is sent is told, and hardly anything twice")
            await house.close()
        }

        @Test("rests when the next clause is late, and goes on when it comes")
        func survivesGaps() async throws {
            let house = Ada.house()
            let performance = try await opened(house)
            let chunks = try await SpeechChunk.spoken("This is the first sentence. And here is the second one.")
            let second = try #require(chunks.lastIndex { !$0.text.isEmpty })
            let speech = ScriptedSpeech(Array(chunks[..<second]), isComplete: false)
            performance.stage.say("1", speech)
            await speech.asked(second + 1)
            house.turn(150)
            let paused = performance.output.all.packets.count
            #expect(isSilent(performance.output.all.packets[paused - 1].packet))
            for chunk in chunks[second...] { speech.give(chunk) }
            speech.end()
            await speech.asked(chunks.count + 1)
            house.turn(150)
            let packets = performance.output.all.packets.map(\.packet)
            #expect(packets[paused...].prefix(4).contains { !isSilent($0) })
            guard case .speechEnded("1", let end) = await performance.events().last else {
                Issue.record("no end")
                return
            }
            #expect(end.reason == .spoken)
            #expect(end.words.count == 11)
            #expect(house.metrics.value(of: "visavis_stage_underruns_total") == 1)
            await house.close()
        }

        @Test("that is sound alone moves the lips too")
        func isHeardByTheNetwork() async throws {
            let house = Ada.house()
            let performance = try await opened(house)
            var chunks = try await SpeechChunk.spoken("Nobody knows these words.")
            for index in chunks.indices { chunks[index].pronunciation = nil }
            let speech = ScriptedSpeech(chunks)
            performance.stage.say("1", speech)
            await speech.asked(chunks.count + 1)
            house.turn(150)
            let sent = performance.output.all
            let stream = try DecodedStream(sent.pictures.map(\.picture))
            let moves = stream.changes(in: stream.lips(Ada.pack))
            let first = try #require(sent.packets.firstIndex { !isSilent($0.packet) }) / 2
            #expect((moves[first..<(first + 20)].max() ?? 0) > 2 * (moves[1..<first].max() ?? 0))
            guard case .speechEnded("1", let end) = await performance.events().last else {
                Issue.record("no end")
                return
            }
            #expect(end == SpeechEnd(reason: .spoken, spoken: end.spoken, words: []))
            await house.close()
        }

        @Test("ends as failed with what was spoken when its source fails, and when too much waits")
        func fails() async throws {
            struct Broken: Error, CustomStringConvertible { var description: String { "the voice broke" } }
            let house = Ada.house()
            let performance = try await opened(house)
            let speech = ScriptedSpeech(try await SpeechChunk.spoken("Hello."), isComplete: false)
            speech.fail(Broken())
            performance.stage.say("0", speech)
            for number in 1...SpeechTrack.limit { performance.stage.say(UtteranceID("\(number)"), ScriptedSpeech()) }
            await speech.asked(2)
            house.turn(100)
            let ends = await performance.events().compactMap { event -> (UtteranceID, SpeechEnd)? in
                guard case .speechEnded(let id, let end) = event else { return nil }
                return (id, end)
            }
            #expect(ends.count == SpeechTrack.limit + 1)
            #expect(ends.first?.0 == UtteranceID("\(SpeechTrack.limit)"))
            #expect(ends.first?.1.reason == .failed("too much speech is waiting already"))
            #expect(ends.dropFirst().first?.1.reason == .failed("the voice broke"))
            #expect(ends.dropFirst().first?.1.words == ["Hello."])
            await house.close()
        }
    }
}
