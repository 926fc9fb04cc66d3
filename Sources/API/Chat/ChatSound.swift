internal import Speech

/// Sound of a client on its way to an ear: mono, 16 kHz. Of one connection, in the order in which it comes.
struct ChatSound: ~Copyable {
    /// Of an ear, in Hz.
    static let rate = 16_000
    static let rates = 8000...48_000

    private var resampler: Resampler?
    private var source = ChatSound.rate

    /// A change of the rate begins anew: the 4 ms that the filter holds back are lost.
    mutating func samples(of audio: ChatAudio) throws(ChatFrameError) -> [Int16] {
        let rate = audio.sampleRate == 0 ? Self.rate : audio.sampleRate
        let channels = audio.channels == 0 ? 1 : audio.channels
        guard Self.rates.contains(rate) else { throw .badRate(audio.sampleRate) }
        guard (1...2).contains(channels) else { throw .badChannels(audio.channels) }
        guard audio.bytes.count.isMultiple(of: 2 * channels) else { throw .oddBytes(audio.bytes.count) }
        let mono = Self.mono(audio.bytes, channels: channels)
        if rate != source {
            source = rate
            resampler = rate == Self.rate ? nil : Resampler(from: rate, to: Self.rate)
        }
        guard rate != Self.rate else { return mono }
        return resampler?.push(mono.map { Float($0) / 32_768 }).map { sample in
            Int16(max(-32_768, min(32_767, (sample * 32_768).rounded())))
        } ?? []
    }

    /// The mean of the channels.
    private static func mono(_ bytes: [UInt8], channels: Int) -> [Int16] {
        func sample(_ index: Int) -> Int16 {
            Int16(bitPattern: UInt16(bytes[2 * index]) | UInt16(bytes[2 * index + 1]) << 8)
        }
        let count = bytes.count / 2 / channels
        guard channels == 2 else { return (0..<count).map(sample) }
        return (0..<count).map { Int16((Int(sample(2 * $0)) + Int(sample(2 * $0 + 1))) / 2) }
    }
}
