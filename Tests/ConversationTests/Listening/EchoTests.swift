import Core
import Speech
import Testing

@testable import Conversation

struct EchoTests {
    /// Levels of a voice in dB: syllables of 60 to 200 ms and pauses, made of a seed.
    private func voice(seed: UInt64, frames: Int) -> [Float] {
        var generator = SplitMix64(seed: seed)
        var levels: [Float] = []
        while levels.count < frames {
            let loud = Float(-35 + 20 * generator.unit())
            levels += [Float](repeating: loud, count: 3 + Int(generator.unit() * 7))
            levels += [Float](repeating: -62, count: 1 + Int(generator.unit() * 4))
        }
        return Array(levels.prefix(frames))
    }

    @Test("an echo is found with its delay and loudness, and what is louder is somebody else", arguments: [1, 10, 22])
    func echo(delay: Int) {
        let sent = voice(seed: 1, frames: 200)
        var gate = EchoGate()
        for frame in 0..<200 { gate.update(sent: sent[frame], heard: frame < delay ? -65 : sent[frame - delay] - 12) }
        #expect(gate.finding == .present)
        let loudest = (sent[(200 - delay - 6)..<(200 - delay)].max() ?? 0) - 12
        #expect(gate.isOwnVoice(loudest))
        #expect(!gate.isOwnVoice(loudest + 20))
    }

    @Test("without an echo a quiet visitor is no echo, even while both speak")
    func none() {
        let sent = voice(seed: 1, frames: 300)
        let visitor = voice(seed: 2, frames: 300)
        var gate = EchoGate()
        for frame in 0..<300 { gate.update(sent: sent[frame], heard: frame < 200 ? -64 : visitor[frame]) }
        #expect(gate.finding == .none)
        #expect(!gate.isOwnVoice(-40))
    }

    @Test("at first only what is louder than she can be is somebody else")
    func unknown() {
        let sent = voice(seed: 1, frames: 20)
        var gate = EchoGate()
        for frame in 0..<20 { gate.update(sent: sent[frame], heard: -64) }
        #expect(gate.finding == .unknown)
        let loudest = sent.max() ?? 0
        #expect(gate.isOwnVoice(loudest - 10))
        #expect(!gate.isOwnVoice(loudest))
    }

    @Test("a second without any of it says before the end of her first sentence that there is none")
    func soon() {
        let sent = voice(seed: 1, frames: 60)
        var gate = EchoGate()
        for frame in 0..<60 { gate.update(sent: sent[frame], heard: -64) }
        #expect(!gate.isOwnVoice(-25))
    }

    @Test("whoever puts on headphones is heard a second after she begins to speak again", arguments: [3, 20])
    func headphones(delay: Int) {
        let sent = voice(seed: 3, frames: 300)
        var gate = EchoGate()
        for frame in 0..<200 { gate.update(sent: sent[frame], heard: frame < delay ? -64 : sent[frame - delay] - 12) }
        #expect(gate.finding == .present)
        gate.begin()
        for frame in 200..<260 { gate.update(sent: sent[frame], heard: -64) }
        #expect(gate.finding == .none)
        for frame in 260..<300 { gate.update(sent: sent[frame], heard: frame.isMultiple(of: 4) ? -64 : -25) }
        #expect(!gate.isOwnVoice(-25))
    }

    @Test("a visitor who talks over her echo from her first word on does not hide it", arguments: [3, 20])
    func bothAtOnce(delay: Int) {
        let sent = voice(seed: 3, frames: 400)
        let visitor = voice(seed: 4, frames: 400)
        var gate = EchoGate()
        for frame in 0..<200 { gate.update(sent: sent[frame], heard: frame < delay ? -64 : sent[frame - delay] - 12) }
        gate.begin()
        for frame in 200..<300 { gate.update(sent: sent[frame], heard: max(sent[frame - delay] - 12, visitor[frame])) }
        #expect(gate.finding == .present)
    }

    @Test("what she said is taken away and what a visitor says meanwhile is left", arguments: [1, 12, 28])
    func canceller(lag: Int) async throws {
        let her = try await Voices().utterance(
            of: "Our shop is open from Monday to Friday, and the museum on Sundays as well. Please bring your ticket.",
            voice: "slt"
        ).audio.samples.map { $0 * 20_000 }
        var noise = SplitMix64(seed: 5)
        var canceller = EchoCanceller()
        let delay = lag * SoundFrame.length + 77
        var heard: (echo: Float, visitor: Float) = (0, 0)
        // Of the echo what is left, of the visitor what has changed.
        var error: (echo: Float, visitor: Float) = (0, 0)
        let frames = 0..<her.count / SoundFrame.length - 1
        for frame in frames {
            let place = frame * SoundFrame.length
            let echo = (place..<place + SoundFrame.length).map { index in
                0.3 * (index >= delay ? her[index - delay] : 0)
                    + 0.1 * (index >= delay + 640 ? her[index - delay - 640] : 0)
            }
            // The visitor is as loud as the echo, in the last third.
            let speaks = frame > frames.count * 2 / 3
            let visitor = echo.map { _ in speaks ? Float(noise.unit() * 2 - 1) * 1500 : 0 }
            canceller.append(Array(her[place..<place + SoundFrame.length]))
            let cleaned = canceller.cancel(zip(echo, visitor).map { $0 + $1 }, lag: lag)
            if speaks {
                heard.visitor += power(visitor)
                error.visitor += power(zip(cleaned, visitor).map { $0 - $1 })
            } else if frame > frames.count / 2 {
                heard.echo += power(echo)
                error.echo += power(cleaned)
            }
        }
        #expect(error.echo < heard.echo * 0.05)
        #expect(error.visitor < heard.visitor * 0.3)
    }

    private func power(_ samples: [Float]) -> Float { samples.reduce(0) { $0 + $1 * $1 } }

    @Test("the reference keeps step with the microphone, and what runs ahead is dropped")
    func reference() {
        var reference = SpokenReference()
        #expect(!reference.isSpeaking)
        reference.append([Int16](repeating: 1000, count: 100_000))
        var speaking = 0
        while reference.isSpeaking || speaking == 0, speaking < 1000 {
            #expect(reference.take(SoundFrame.length).count == SoundFrame.length)
            speaking += 1
        }
        #expect(speaking == (SpokenReference.longest + SpokenReference.echoTail) / SoundFrame.length)
    }

    @Test("she does not stop herself, and is stopped by who talks over her", arguments: [true, false])
    func wholeWay(hasModels: Bool) async throws {
        let voices = Voices()
        let recogniser: any SpeechRecogniser =
            hasModels ? try BuiltInRecogniser.installed() : try PocketSphinxRecogniser()
        let her = try await voices.utterance(
            of: "The meeting starts at half past nine in the large room on the second floor. Bring your notes.",
            voice: "slt"
        ).audio.samples
        let visitor = try await voices.utterance(of: "Wait, I have another question.", voice: "rms").audio.samples
        let delay = 2_400
        for isInterrupted in [false, true] {
            var sound = MicrophoneSound(seed: 9)
            var clip = AudioClip(samples: [Float](repeating: 0, count: her.count + 8_000), sampleRate: Ear.sampleRate)
            for index in her.indices { clip.samples[index + delay] += her[index] * 0.2 }
            if isInterrupted {
                for index in visitor.indices where clip.samples.indices.contains(64_000 + index) {
                    clip.samples[64_000 + index] += visitor[index]
                }
            }
            sound.speak(clip)
            let reference = her.map { Int16(min(max($0, -1), 1) * 32_767) }
            let events = await listen(to: sound.samples, with: recogniser, avatar: reference)
            #expect(events.contains { $0.name == "bargeIn" } == isInterrupted)
        }
    }
}
