internal import Core

/// A mono 16-bit PCM file (RIFF/WAVE, Microsoft 1991).
enum WAVE {
    static func bytes(_ clip: AudioClip) -> [UInt8] {
        func four(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
        func two(_ value: Int) -> [UInt8] { (0..<2).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
        let data = clip.samples.flatMap { two(Int((max(-1, min(1, $0)) * 32_767).rounded())) }
        let format = two(1) + two(1) + four(clip.sampleRate) + four(clip.sampleRate * 2) + two(2) + two(16)
        return Array("RIFF".utf8) + four(36 + data.count) + Array("WAVEfmt ".utf8) + four(16) + format
            + Array("data".utf8) + four(data.count) + data
    }
}
