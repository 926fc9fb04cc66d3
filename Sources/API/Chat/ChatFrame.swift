internal import CChatFrames
internal import Foundation

/// A binary message of the chat socket: protobuf, package pipecat (Sources/CChatFrames/chat-frames.proto).
enum ChatFrame: Equatable, Sendable {
    /// Typed, or recognised by the client.
    case text(String)
    case audio(ChatAudio)

    /// - Throws: ``ChatFrameError``; whatever the bytes are, reading them takes memory in proportion to their number
    ///   alone.
    init(_ bytes: [UInt8]) throws(ChatFrameError) {
        guard let frame = pipecat__frame__unpack(nil, bytes.count, bytes) else { throw .notAFrame }
        defer { pipecat__frame__free_unpacked(frame, nil) }
        switch frame.pointee.frame_case {
        case PIPECAT__FRAME__FRAME_TEXT: self = .text(Self.text(frame.pointee.text.pointee.text))
        case PIPECAT__FRAME__FRAME_TRANSCRIPTION: self = .text(Self.text(frame.pointee.transcription.pointee.text))
        case PIPECAT__FRAME__FRAME_AUDIO:
            let audio = frame.pointee.audio.pointee
            self = .audio(
                ChatAudio(
                    bytes: Array(UnsafeBufferPointer(start: audio.audio.data, count: audio.audio.len)),
                    sampleRate: Int(audio.sample_rate), channels: Int(audio.num_channels)))
        default: throw .empty
        }
    }

    /// protobuf-c does not look whether text is UTF-8; what is not is replaced.
    private static func text(_ start: UnsafeMutablePointer<CChar>?) -> String {
        start.map { String(cString: $0) } ?? ""
    }
}

/// Sound as a client sends it.
struct ChatAudio: Equatable, Sendable {
    /// Signed 16-bit samples, little-endian, channels interleaved.
    var bytes: [UInt8]
    /// Hz; 0 when the client does not say, which means 16 000.
    var sampleRate: Int
    /// 0 means 1.
    var channels: Int
}

/// What is wrong with a message of the chat socket.
enum ChatFrameError: Error, Equatable, CustomStringConvertible {
    case notAFrame
    case empty
    case badRate(Int)
    case badChannels(Int)
    case oddBytes(Int)

    var description: String {
        switch self {
        case .notAFrame: "The binary message is no pipecat.Frame; see the protobuf schema in docs/api.md."
        case .empty: "The frame holds neither text nor audio nor a transcription."
        case .badRate(let rate):
            "Sound at \(rate) Hz is not taken; send \(ChatSound.rates.lowerBound) to \(ChatSound.rates.upperBound) Hz, best 16000."
        case .badChannels(let count): "Sound of \(count) channels is not taken; send one or two."
        case .oddBytes(let count): "\(count) bytes are no whole number of 16-bit samples."
        }
    }
}
