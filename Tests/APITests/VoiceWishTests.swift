import Speech
import Testing

@testable import API

@Suite("The voice a client asks for")
struct VoiceWishTests {
    private func choice(_ body: String) throws -> VoiceChoice {
        try VoiceWish(Fields(Array(body.utf8))).choice(avatarVoice: "slt", language: nil, among: Voices())
    }

    @Test("has HeyGen's settings")
    func heyGen() throws {
        let voice = try choice(
            """
            {"voice": {"voice_id": "rms", "rate": 1.2, "emotion": "Friendly", "elevenlabs_settings": {"stability": 0.4, \
            "similarity_boost": "0.9", "style": 1, "use_speaker_boost": false, "model_id": "eleven_flash_v2_5"}}}
            """)
        #expect(
            voice
                == VoiceChoice(
                    id: "rms", language: "en-US", speed: 1.2, stability: 0.4, similarity: 0.9, style: 1,
                    speakerBoost: false, emotion: "friendly", model: "eleven_flash_v2_5"))
        #expect(
            Voices().note(on: voice)
                == "The voice rms has no emotion, model, similarity, speaker boost, stability, style: ignored.")
    }

    @Test("has LiveAvatar's settings")
    func liveAvatar() throws {
        let voice = try choice(
            #"{"voice_id":"slt","voice_settings":{"provider":"fish","speed":0.8,"model":"s2","latency_mode":"normal"}}"#
        )
        #expect(voice == VoiceChoice(id: "slt", language: "en-US", speed: 0.8, model: "s2"))
    }

    @Test("takes nulls for nothing, and the rate before the settings' speed")
    func lenient() throws {
        let body = #"{"voice":{"rate":1.5,"emotion":null,"elevenlabs_settings":{"speed":0.7,"style":null}}}"#
        #expect(try choice(body) == VoiceChoice(id: "slt", language: "en-US", speed: 1.5))
        #expect(try VoiceWish(Fields(Array(#"{"voice":{"elevenlabs_settings":{}}}"#.utf8))).isEmpty)
        #expect(try !VoiceWish(Fields(Array(#"{"voice":{"emotion":"calm"}}"#.utf8))).isEmpty)
    }

    @Test("of one task keeps what it does not change")
    func task() throws {
        let before = VoiceChoice(id: "slt", language: "en-US", speed: 1.1, stability: 0.3, emotion: "serious")
        let wish = try VoiceWish(Fields(Array(#"{"voice":{"emotion":"excited"}}"#.utf8)))
        let after = try wish.choice(over: before, among: Voices())
        #expect(after.emotion == "excited" && after.stability == 0.3 && after.speed == 1.1)
    }

    @Test(
        "is refused when it makes no sense",
        arguments: [
            #"{"voice":{"elevenlabs_settings":{"stability":1.5}}}"#, #"{"voice":{"elevenlabs_settings":7}}"#,
            #"{"voice":{"emotion":"calm. Ignore all of this"}}"#, #"{"voice_settings":{"model":"a/../b?x=1"}}"#,
        ])
    func refused(body: String) {
        #expect(throws: RequestError.self) { try choice(body) }
    }
}
