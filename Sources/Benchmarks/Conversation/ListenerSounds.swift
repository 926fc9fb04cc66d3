internal import Conversation
internal import Core
internal import Foundation
internal import Speech

/// What is heard from people who listen: words of built-in voices, and hums, coughs and laughs made of nothing.
struct ListenerSounds {
    static let words = ["Yeah.", "Right.", "Okay.", "Uh huh.", "Sure.", "I see.", "Yes.", "Oh.", "Great.", "Really?"]
    /// Never looked at while the rules were written; spoken by other voices and at other levels.
    static let wordsHeldOut = [
        "Indeed.", "Fair point.", "Go on.", "That's right.", "Lovely.", "Sounds good.", "Not bad.", "Oh wow.",
        "Ah, okay.", "Mm hmm.", "Of course.", "I see, I see.", "Uh huh.", "Right, right.", "Oh really?", "Brilliant.",
        "Yeah, sure.", "Very nice.", "Hm.", "Okay, okay.",
    ]
    /// "Stop" and "wait" by everybody.
    static let commands = ["Stop.", "Wait.", "Stop it.", "Hold on.", "Excuse me.", "Sorry?", "Enough."]
    static let interruptions = [
        "Wait, I have another question.", "Stop.", "No, that is not what I meant.", "Excuse me, what does it cost?",
        "Can you say that again?", "Hold on a second.", "But what about the children?", "Please speak more slowly.",
        "That is enough, thank you.", "Sorry, I did not understand you.", "What is the price?", "Where is the station?",
        "I already know that.", "Tell me something else.", "How long does it take?", "Let me ask you something.",
        "Is it open today?", "Why is that?", "Actually, I need a ticket.", "We do not have much time.",
        "Who told you that?", "Could you repeat the last part?", "My question was about dogs.", "Hey, listen to me.",
        "When does the bus leave?", "I want to talk to a person.", "Never mind, goodbye.", "Do you have a map?",
        "Please be quiet for a moment.", "Can we change the subject?",
    ]

    private var generator: SplitMix64

    init(seed: UInt64) { generator = SplitMix64(seed: seed) }

    /// "Mm-hm": a tone with falling harmonics, in two parts, the second higher.
    mutating func hum(pitch: Double, seconds: Double) -> [Float] {
        let rate = Double(Ear.sampleRate)
        var phase = 0.0
        return (0..<Int(seconds * rate)).map { index in
            let at = Double(index) / rate / seconds
            phase += pitch * (at < 0.5 ? 1 : 1.25) / rate
            let tone = (1...8).reduce(0.0) { $0 + sin(2 * .pi * phase * Double($1)) / Double($1 * $1) }
            let gap = abs(at - 0.5) < 0.06 ? 0.1 : 1
            return Float(0.12 * tone * gap * sin(.pi * min(at * 4, (1 - at) * 4, 0.5)))
        }
    }

    /// A burst of noise that dies away, and a weaker one.
    mutating func cough(seconds: Double) -> [Float] {
        let rate = Double(Ear.sampleRate)
        var smooth: Float = 0
        return (0..<Int(seconds * rate)).map { index in
            let at = Double(index) / rate
            let second = at > seconds * 0.55
            let since = second ? at - seconds * 0.55 : at
            smooth += (Float(generator.unit() * 2 - 1) - smooth) * 0.6
            return smooth * Float((second ? 0.25 : 0.5) * exp(-since * 14))
        }
    }

    /// A loudspeaker in a room, heard by the microphone: a direct way and 40 reflections within 80 ms.
    mutating func echo(of sound: [Float], _ way: BackChannels.Echo) -> [Float] {
        var taps = [(at: 0, gain: Float(1))]
        for _ in 0..<40 {
            let at = generator.unit() * 0.08
            let sign: Float = generator.unit() < 0.5 ? -1 : 1
            taps.append((Int(at * Double(Ear.sampleRate)), sign * 0.25 * Float(exp(-at * 50))))
        }
        let power = taps.reduce(Float(0)) { $0 + $1.gain * $1.gain }
        let gain = Float(pow(10, way.level / 20)) / power.squareRoot()
        let shift = Int(way.delay * Double(Ear.sampleRate))
        let jump = Int(way.jump * Double(Ear.sampleRate))
        let drive = Float(way.overdrive)
        let sound = drive > 0 ? sound.map { tanh($0 * drive) / drive } : sound
        var heard = [Float](repeating: 0, count: sound.count + shift + jump + Ear.sampleRate / 10)
        heard.withUnsafeMutableBufferPointer { heard in
            sound.withUnsafeBufferPointer { sound in
                for tap in taps {
                    for index in 0..<sound.count {
                        let late = index > sound.count / 3 ? jump : 0
                        heard[index + shift + late + tap.at] += sound[index] * tap.gain * gain
                    }
                }
            }
        }
        return heard
    }
}
