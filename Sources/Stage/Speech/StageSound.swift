internal import Media

/// Samples or silence, slot by slot, to Opus packets. Holds an encoder only while there is a voice. Used by one thread
/// at a time.
final class StageSound: @unchecked Sendable {
    private var encoder: OpusStreamEncoder?
    /// Slots of silence still to be encoded, until the decoder has heard the voice out.
    private var tail = 0

    /// One packet of look-ahead, and one for the filters to settle.
    private static let tailSlots = 3

    func packet(of sound: SpeechTrack.Sound?) throws(EncodingError) -> OpusPacket {
        if let sound {
            if encoder?.sampleRate != sound.sampleRate { encoder = try OpusStreamEncoder(sampleRate: sound.sampleRate) }
            tail = Self.tailSlots
        }
        guard let encoder, tail > 0 else { return .silence }
        if let sound { return try encoder.encode(sound.samples) }
        tail -= 1
        let packet = try encoder.encode([Float](repeating: 0, count: encoder.sampleRate / OpusStreamEncoder.rate))
        if tail == 0 { self.encoder = nil }
        return packet
    }
}
