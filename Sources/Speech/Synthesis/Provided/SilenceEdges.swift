/// Cuts the silence before and after running speech; pauses within it stay.
struct SilenceEdges {
    let sampleRate: Int
    private(set) var hasSound = false
    /// Samples of silence at the end so far, held back.
    private var held: [Float] = []
    private var cut = 0

    /// Louder is voice: −46 dB of full scale.
    private static let audible: Float = 0.005
    /// Seconds.
    private static let lead = 0.04

    init(sampleRate: Int) { self.sampleRate = sampleRate }

    /// Seconds that were cut before the first sound.
    var cutSeconds: Double { Double(cut) / Double(sampleRate) }

    /// What belongs to the speech for certain.
    mutating func push(_ samples: [Float]) -> [Float] {
        held += samples
        if !hasSound {
            let lead = Int(Self.lead * Double(sampleRate))
            let first = held.firstIndex { abs($0) > Self.audible }
            let dropped = max(0, (first ?? held.count) - lead)
            held.removeFirst(dropped)
            cut += dropped
            guard first != nil else { return [] }
            hasSound = true
        }
        guard let last = held.lastIndex(where: { abs($0) > Self.audible }) else { return [] }
        defer { held.removeFirst(last + 1) }
        return Array(held[...last])
    }

    /// The end with so many seconds of silence.
    mutating func finish(rest: Double) -> [Float] {
        let count = Int(rest * Double(sampleRate))
        defer { held = [] }
        return Array(held.prefix(count)) + [Float](repeating: 0, count: max(0, count - held.count))
    }
}
