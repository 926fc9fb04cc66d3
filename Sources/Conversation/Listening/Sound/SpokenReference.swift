/// What the avatar sent, in step with the microphone: one sample of it for each sample heard.
///
/// Both come in real time, but in chunks, and the microphone may pause. What runs ahead by more than 300 ms is
/// dropped; what is missing is silence.
struct SpokenReference {
    static let longest = Ear.sampleRate * 3 / 10
    /// For so long after her last sound its echo may still come: delays and rooms of 400 ms and more.
    static let echoTail = Ear.sampleRate * 5 / 10

    private var pending: [Float] = []
    private var quiet = Int.max / 2

    var isSpeaking: Bool { quiet < Self.echoTail }

    mutating func append(_ samples: [Int16]) {
        pending += samples.suffix(Self.longest).map(Float.init)
        if pending.count > Self.longest { pending.removeFirst(pending.count - Self.longest) }
    }

    mutating func take(_ count: Int) -> [Float] {
        let taken = Array(pending.prefix(count))
        pending.removeFirst(taken.count)
        // Her pauses between words are part of her speech; digital silence is not.
        quiet = taken.contains { abs($0) > 8 } ? 0 : min(quiet + count, Int.max / 2)
        return taken + Array(repeating: 0, count: count - taken.count)
    }
}
