internal import CVoiceActivity

/// WebRTC's voice activity detector at 16 kHz. Owns its handle; one thread at a time.
struct VoiceDetector: ~Copyable {
    private let handle: OpaquePointer?

    /// - Parameter mode: 0 takes much for speech … 3 little.
    init(mode: Int) {
        handle = WebRtcVad_Create()
        WebRtcVad_Init(handle)
        WebRtcVad_set_mode(handle, Int32(min(max(mode, 0), 3)))
    }

    deinit { WebRtcVad_Free(handle) }

    /// - Parameter frame: 20 ms. False also for a frame of another length.
    mutating func isSpeech(_ frame: [Int16]) -> Bool {
        WebRtcVad_Process(handle, Int32(Ear.sampleRate), frame, frame.count) == 1
    }
}
