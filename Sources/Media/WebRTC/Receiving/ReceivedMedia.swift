package import Core

/// How a receiving client connects and what it does with what comes.
package struct ReceivingConfiguration: Sendable {
    package var codec: VideoCodec
    /// False: pictures are put together and counted, not decoded.
    package var decodesVideo = true
    package var decodesAudio = true
    /// Offers or accepts to send a voice.
    package var speaks = false
    /// Opens a data channel of its own when it offers.
    package var opensChannel = false
    /// How long packets out of order are waited for, in milliseconds.
    package var jitterDelay = 20
    package var iceServers: [ICEServer] = []

    package init(codec: VideoCodec) { self.codec = codec }
}

/// When something was received. Nanoseconds.
package struct ReceivedTime: Equatable, Sendable {
    package var timestamp: UInt32
    /// On the sender's clock, as its reports tie it to `timestamp`; nil before the first report. The same clock for
    /// picture and sound: their difference is the skew.
    package var sender: Int64?
    /// Of the last packet, on this machine's monotonic clock.
    package var arrival: Int64
}

package enum ReceivedMedia: Sendable {
    /// `frame` is nil when pictures are not decoded, or this one could not be.
    case picture(frame: VideoFrame?, isKeyframe: Bool, byteCount: Int, time: ReceivedTime)
    /// Mono, 48 kHz; empty when sound is not decoded.
    case sound(samples: [Int16], time: ReceivedTime)
}

package struct ReceivedCounts: Equatable, Sendable {
    package var pictures: Int64 = 0
    package var keyframes: Int64 = 0
    package var videoPackets: Int64 = 0
    package var videoPacketsLost: Int64 = 0
    package var audioPackets: Int64 = 0
    package var bytes: Int64 = 0

    package init() {}
}
