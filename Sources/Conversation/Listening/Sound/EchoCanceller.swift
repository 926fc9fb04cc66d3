internal import CSpeexDSP

/// SpeexDSP's linear echo canceller (J.-M. Valin, "On adjusting the learning rate in frequency domain echo cancellation
/// with double-talk", IEEE TASLP 15(3), 2007): takes away what a room makes of her voice and leaves a visitor's, even
/// while both speak. Owns its handle; one thread at a time.
struct EchoCanceller: ~Copyable {
    /// Frames of her voice that are looked back at behind the delay, for reverberation, and before it, for the delay is
    /// known to a frame or two.
    private static let (tail, lead) = (10, 3)
    /// Frames for which another delay must be found before the room is learnt anew.
    private static let patience = 15

    private let handle: OpaquePointer?
    /// The last frames she said, newest last.
    private var said: [[Int16]] = []
    /// Frames from what she says to what the canceller is given of it; nil until it is first asked.
    private var delay: Int?
    private var elsewhere = 0

    init() {
        handle = speex_echo_state_init(Int32(SoundFrame.length), Int32(Self.tail * SoundFrame.length))
        var rate = Int32(Ear.sampleRate)
        speex_echo_ctl(handle, SPEEX_ECHO_SET_SAMPLING_RATE, &rate)
    }

    deinit { speex_echo_state_destroy(handle) }

    /// What she says, heard or not, frame by frame.
    mutating func append(_ far: [Float]) {
        said.append(far.map { Int16(min(max($0, -32_768), 32_767)) })
        if said.count > EchoEvidence.lags + 1 { said.removeFirst() }
    }

    /// - Parameters:
    ///   - near: A frame from the microphone, on the scale of 16-bit PCM.
    ///   - lag: Frames from what she says to its echo, at most ``EchoEvidence/lags``.
    /// - Returns: `near` without what she said.
    mutating func cancel(_ near: [Float], lag: Int) -> [Float] {
        let place = said.count - 1 - follow(lag)
        let near = near.map { Int16(min(max($0, -32_768), 32_767)) }
        let silence = [Int16](repeating: 0, count: SoundFrame.length)
        var output = near
        speex_echo_cancellation(handle, near, place >= 0 ? said[place] : silence, &output)
        return output.map(Float.init)
    }

    /// The delay to work with, which follows `lag` when that stays out of reach.
    private mutating func follow(_ lag: Int) -> Int {
        if let delay {
            elsewhere = (delay...delay + Self.tail / 2).contains(lag) ? 0 : elsewhere + 1
            guard elsewhere > Self.patience else { return delay }
        }
        let new = max(lag - Self.lead, 0)
        elsewhere = 0
        delay = new
        speex_echo_state_reset(handle)
        return new
    }
}
