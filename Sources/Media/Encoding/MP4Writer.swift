package import Core
internal import Glibc

/// Writes frames and mono sound to an MP4 file: H.264 (yuv420p, BT.709, a keyframe every 2 s) and AAC, index in
/// front, so that it plays while it loads.
///
/// Frame n is shown at n / framesPerSecond, sample n is heard at n / audioSampleRate; AAC's priming is taken out by
/// the file's edit list. Frames and samples may be written in any order, in any portions, also one wholly before the
/// other: nothing waits for the other stream. `write` waits while the encoder is busy, so that at most a few raw
/// frames are held. Used by one thread at a time.
///
/// The file grows under a hidden name beside `path` and gets its name in ``finish()``; when that is not reached, it
/// is removed with the writer.
package final class MP4Writer {
    package let path: String
    package let width: Int
    package let height: Int
    package let framesPerSecond: Int
    package let audioSampleRate: Int
    private let temporary: String
    private let video: H264Encoder
    private let audio: AACEncoder
    private var muxer: MP4Muxer?
    private var framesMuxed = 0
    /// Coded sound that came before the first coded frame, without which the container cannot be opened.
    private var earlySound: [SoundPacket] = []
    private var isOpen = true

    /// - Parameters:
    ///   - framesPerSecond: 1…120.
    ///   - audioSampleRate: A rate of AAC: 8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100 or 48000 Hz.
    ///   - quality: x264's CRF, lower is better.
    package init(
        path: String, width: Int, height: Int, framesPerSecond: Int, audioSampleRate: Int, quality: Int = 20
    ) throws(EncodingError) {
        self.path = path
        self.width = width
        self.height = height
        self.framesPerSecond = framesPerSecond
        self.audioSampleRate = audioSampleRate
        temporary = try temporaryFile(beside: path)
        do throws(EncodingError) {
            video = try H264Encoder(
                width: width, height: height, framesPerSecond: framesPerSecond,
                settings: H264Settings(
                    form: .avc, quality: quality, keyframeInterval: 2 * framesPerSecond, preset: "veryfast",
                    isReproducible: false, decodesFast: false))
            audio = try AACEncoder(sampleRate: audioSampleRate, bitRate: 96_000)
        } catch {
            unlink(temporary)
            throw error
        }
    }

    deinit { if isOpen { unlink(temporary) } }

    package func write(_ frame: VideoFrame) throws(EncodingError) {
        try whileOpen { () throws(EncodingError) in try mux(try video.encode(frame)) }
    }

    /// - Parameter samples: −1…1; what is louder is clipped by the player.
    package func write(_ samples: [Float]) throws(EncodingError) {
        try whileOpen { () throws(EncodingError) in try mux(try audio.encode(samples)) }
    }

    /// Completes the file. A file needs at least one frame; sound may be missing.
    package func finish() throws(EncodingError) {
        try whileOpen { () throws(EncodingError) in
            try mux(try video.finish())
            guard let muxer else { throw .failed(detail: "no frame was written") }
            try mux(try audio.finish())
            try muxer.finish()
            guard rename(temporary, path) == 0 else { throw .cannotWrite(path: path, reason: lastReason()) }
        }
        isOpen = false
        muxer = nil
    }

    /// After an error nothing more is taken and what was written is removed.
    private func whileOpen(_ body: () throws(EncodingError) -> Void) throws(EncodingError) {
        guard isOpen else { throw .closed }
        do throws(EncodingError) {
            try body()
        } catch {
            if case .wrongSize = error { throw error }
            isOpen = false
            muxer = nil
            unlink(temporary)
            throw error
        }
    }

    private func mux(_ units: [AccessUnit]) throws(EncodingError) {
        for unit in units {
            if muxer == nil { try open() }
            try muxer?.write(unit, index: framesMuxed, framesPerSecond: framesPerSecond)
            framesMuxed += 1
        }
    }

    private func open() throws(EncodingError) {
        muxer = try MP4Muxer(
            path: temporary,
            picture: MP4Muxer.Picture(
                width: width, height: height, framesPerSecond: framesPerSecond,
                configuration: video.decoderConfiguration),
            audio: audio, sampleRate: audioSampleRate)
        try mux(earlySound)
        earlySound = []
    }

    private func mux(_ packets: [SoundPacket]) throws(EncodingError) {
        guard let muxer else {
            earlySound += packets
            return
        }
        for packet in packets { try muxer.write(packet, sampleRate: audioSampleRate) }
    }
}
