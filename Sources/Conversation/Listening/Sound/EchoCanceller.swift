internal import CVoiceActivity

/// WebRTC's echo canceller at 16 kHz, which finds the delay by itself. Owns its handle; one thread at a time.
struct EchoCanceller: ~Copyable {
    /// Samples of one step.
    static let step = 160
    /// Where the search for the delay begins, in ms.
    private static let expectedDelay: Int16 = 60

    private let handle: UnsafeMutableRawPointer?

    init() {
        handle = WebRtcAec_Create()
        WebRtcAec_Init(handle, Int32(Ear.sampleRate), Int32(Ear.sampleRate))
        let core = WebRtcAec_aec_core(handle)
        WebRtcAec_enable_delay_agnostic(core, 1)
        WebRtcAec_enable_extended_filter(core, 1)
    }

    deinit { WebRtcAec_Free(handle) }

    /// - Parameters:
    ///   - near: From the microphone, on the scale of 16-bit PCM; a multiple of ``step`` samples.
    ///   - far: What was sent at the same time; as many.
    /// - Returns: `near` without what `far` explains.
    mutating func cancel(_ near: [Float], far: [Float]) -> [Float] {
        var output = near
        for start in stride(from: 0, to: near.count - near.count % Self.step, by: Self.step) {
            far[start..<start + Self.step].withUnsafeBufferPointer {
                _ = WebRtcAec_BufferFarend(handle, $0.baseAddress, $0.count)
            }
            near[start..<start + Self.step].withUnsafeBufferPointer { near in
                output[start..<start + Self.step].withUnsafeMutableBufferPointer { output in
                    var nearBand: UnsafePointer<Float>? = near.baseAddress
                    var outputBand: UnsafeMutablePointer<Float>? = output.baseAddress
                    _ = WebRtcAec_Process(handle, &nearBand, 1, &outputBand, near.count, Self.expectedDelay, 0)
                }
            }
        }
        return output
    }
}
