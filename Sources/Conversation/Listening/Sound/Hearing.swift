internal import Foundation

/// Microphone samples to frames: cuts, cleans and judges them. One thread at a time; never blocks.
struct Hearing: ~Copyable {
    /// Speech is louder than the room by so many dB.
    private static let margin: Float = 6
    private static let quietest: Float = -62
    // A first-order high-pass at 80 Hz takes away offset and hum.
    private static let pole: Float = 0.969

    private var detector: VoiceDetector
    private var canceller = EchoCanceller()
    private var gate = EchoGate()
    private let cancelsEcho: Bool
    private var voicing = Voicing()
    private var floor = NoiseFloor()
    private var reference = SpokenReference()
    private var isEchoPossible = false
    private var pending: [Int16] = []
    private var lastInput: Float = 0
    private var lastOutput: Float = 0

    init(_ settings: EarSettings) {
        detector = VoiceDetector(mode: settings.detectorMode)
        cancelsEcho = settings.cancelsEcho
    }

    mutating func avatarSpeaks(_ samples: [Int16]) { reference.append(samples) }

    /// What sounded at this level so far was no speech.
    mutating func adopt(noise level: Float) { floor.adopt(level) }

    /// Takes samples in chunks of any length.
    mutating func append(_ samples: [Int16]) { pending += samples }

    /// The next 20 ms and their samples without offset and echo; nil until they are complete.
    mutating func next() -> (frame: SoundFrame, samples: [Int16])? {
        guard pending.count >= SoundFrame.length else { return nil }
        let raw = Array(pending.prefix(SoundFrame.length))
        pending.removeFirst(SoundFrame.length)

        var sound = highPassed(raw)
        let far = reference.take(sound.count)
        var isOwnVoice = false
        if cancelsEcho, reference.isSpeaking {
            if !isEchoPossible { gate.begin() }
            let heard = Self.level(sound)
            gate.update(sent: Self.level(far), heard: heard)
            canceller.append(far)
            // Without an echo the canceller would only take from the visitor's voice.
            if gate.finding == .present {
                sound = canceller.cancel(sound, lag: gate.lag)
                gate.cancelled(heard: heard, cleaned: Self.level(sound))
            }
            isOwnVoice = gate.isOwnVoice(Self.level(sound))
        }
        isEchoPossible = reference.isSpeaking
        let clean = sound.map { Int16(min(max($0, -32_768), 32_767)) }
        let level = Self.level(sound)
        let isVoice = detector.isSpeech(clean)
        let isSpeech = isVoice && !isOwnVoice && level > max(floor.level + Self.margin, Self.quietest)
        // What the canceller leaves of a room says nothing about the room.
        if !reference.isSpeaking { floor.update(level, isSpeech: isVoice) }
        let frame = SoundFrame(
            isSpeech: isSpeech, isVoiced: voicing.isVoiced(sound) && isSpeech, level: level,
            isAvatarSpeaking: reference.isSpeaking)
        return (frame, clean)
    }

    private mutating func highPassed(_ samples: [Int16]) -> [Float] {
        samples.map { sample in
            let input = Float(sample)
            lastOutput = Self.pole * (lastOutput + input - lastInput)
            lastInput = input
            return lastOutput
        }
    }

    /// dB below full scale, not below −96.
    private static func level(_ samples: [Float]) -> Float {
        let power = samples.reduce(Float(0)) { $0 + $1 * $1 } / Float(max(samples.count, 1))
        return max(10 * log10(max(power, 1e-9)) - 90.3, -96)
    }
}
