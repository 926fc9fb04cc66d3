import Core
import Foundation
import Media
import Testing

@testable import Stage

extension StageTests {
    @Suite("The end of a stage")
    struct EndTests {
        private func threads() -> [String] {
            let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
            return tasks.compactMap {
                try? String(contentsOfFile: "/proc/self/task/\($0)/comm", encoding: .utf8)
            }.filter { $0.hasPrefix("stage-") }
        }

        @Test("leaves no thread and no handle, whatever was going on")
        func leavesNothing() async throws {
            let handles = OpenHandles.count
            let threadsBefore = threads().count
            let house = StageHouse(loopCache: Ada.loopCache, metrics: Metrics(), log: .silent)
            try await house.prepare(Ada.pack, format: Ada.format)
            let idle = try Performance(house)
            let speaking = try Performance(house)
            let waiting = try Performance(house)
            for performance in [idle, speaking, waiting] { performance.stage.start() }
            let speech = ScriptedSpeech(try await SpeechChunk.spoken("I am in the middle of it."))
            speaking.stage.say("1", speech)
            waiting.stage.say("2", ScriptedSpeech())
            for await event in speaking.stage.events {
                guard case .speechStarted = event else { continue }
                break
            }
            #expect(threads().count > threadsBefore)
            idle.stage.stop()
            idle.stage.stop()
            await house.close()
            await house.close()
            #expect(threads().count == threadsBefore)
            #expect(OpenHandles.count == handles)
            #expect(throws: StageError.closed) { try Performance(house) }
            for await _ in waiting.stage.events {}
        }

        @Test("lets go of the output and ends the events")
        func letsGo() async throws {
            let house = Ada.house()
            weak var output: CollectingOutput?
            let stage: Stage
            do {
                let collecting = CollectingOutput()
                output = collecting
                stage = try Stage(pack: Ada.pack, format: Ada.format, house: house, output: collecting, seed: 1)
            }
            #expect(output != nil)
            stage.start()
            house.turn(2)
            stage.say("1", ScriptedSpeech())
            stage.stop()
            #expect(output == nil)
            var events: [StageEvent] = []
            for await event in stage.events { events.append(event) }
            #expect(events == [.speechEnded("1", SpeechEnd(reason: .interrupted, spoken: .zero, words: []))])
            stage.say("2", ScriptedSpeech())
            await house.close()
        }
    }
}
