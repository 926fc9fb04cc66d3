import Core
import Media
import Synchronization

@testable import Stage

/// Keeps what a stage sends.
final class CollectingOutput: StageOutput {
    struct Sent: Sendable {
        var pictures: [(picture: CodedPicture, time: MediaTime, slot: Int)] = []
        var packets: [(packet: OpusPacket, time: MediaTime)] = []
        /// Samples of her voice.
        var voice = 0
    }
    private let sent = Mutex(Sent())

    func send(_ picture: CodedPicture, at time: MediaTime) {
        sent.withLock { $0.pictures.append((picture, time, $0.packets.count - 1)) }
    }

    func send(_ packet: OpusPacket, at time: MediaTime) { sent.withLock { $0.packets.append((packet, time)) } }

    func send(voice: [Float], sampleRate: Int) { sent.withLock { $0.voice += voice.count } }

    var all: Sent { sent.withLock { $0 } }
}
