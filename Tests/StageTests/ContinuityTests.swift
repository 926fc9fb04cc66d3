import Core
import Media
import Testing

@testable import Stage

@Suite("A stage's stream", .serialized)
struct ContinuityTests {
    @Test("has sound in every slot and a picture in every second one, live and in the loop, at exact times")
    func neverStops() async throws {
        let house = Ada.house()
        try await house.prepare(Ada.pack, format: StageFormat(quality: .low, codec: .h264))
        let performance = try Performance(house)
        performance.stage.start()
        house.turn(20)
        let speech = ScriptedSpeech(try await SpeechChunk.spoken("Hello there."))
        performance.stage.say(UtteranceID("1"), speech)
        await speech.asked(2)
        house.turn(300)
        let sent = performance.output.all
        #expect(sent.packets.map(\.time) == sent.packets.indices.map { MediaTime(Int64($0), rate: 50) })
        #expect(sent.pictures.map(\.time) == sent.pictures.indices.map { MediaTime(Int64($0), rate: 25) })
        #expect(sent.pictures.first?.picture.isKeyframe == true)
        #expect(sent.pictures.allSatisfy { $0.slot % 2 == 0 })
        #expect(await performance.events().first == .speechStarted(UtteranceID("1")))
        await house.close()
    }
}
