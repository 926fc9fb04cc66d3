internal import Conversation
package import Core
package import Media
internal import Speech
internal import Stage
internal import Synchronization

/// Hands each coded picture and packet of the stage to all viewers, without copying them.
///
/// Sending takes one short lock to read the list; viewers come and go from any thread. A viewer gets no picture before
/// its first keyframe, as its decoder could not use it; sound never waits for pictures.
package final class ViewerFanOut: StageOutput {
    private struct Lane {
        let viewer: ViewerID
        let peer: any PeerConnection
        var hasKeyframe = false
    }

    /// Who listens to microphones has to know what the loudspeakers play.
    private struct Ears: ~Copyable {
        var ears: [Speaker: any Listening] = [:]
        var resampler: Resampler?
        var resampledFrom = 0
    }

    private let lanes = Mutex<[Lane]>([])
    private let ears = Mutex(Ears())

    package init() {}

    func add(_ viewer: ViewerID, _ peer: any PeerConnection) {
        lanes.withLock { lanes in
            lanes.removeAll { $0.viewer == viewer }
            lanes.append(Lane(viewer: viewer, peer: peer))
        }
    }

    func remove(_ viewer: ViewerID) {
        // Released outside the lock: the last reference to a peer may take its time.
        let gone = lanes.withLock { lanes in
            let gone = lanes.filter { $0.viewer == viewer }
            lanes.removeAll { $0.viewer == viewer }
            return gone
        }
        withExtendedLifetime(gone) {}
    }

    package func send(_ picture: CodedPicture, at time: MediaTime) {
        let peers = lanes.withLock { lanes in
            if picture.isKeyframe { for index in lanes.indices { lanes[index].hasKeyframe = true } }
            return lanes.filter(\.hasKeyframe).map(\.peer)
        }
        for peer in peers { peer.send(picture, at: time) }
    }

    package func send(_ packet: OpusPacket, at time: MediaTime) {
        for peer in lanes.withLock({ $0.map(\.peer) }) { peer.send(packet, at: time) }
    }

    // MARK: Her voice, for the ears

    func add(_ ear: any Listening, of speaker: Speaker) { ears.withLock { $0.ears[speaker] = ear } }

    func removeEar(of speaker: Speaker) {
        let gone = ears.withLock { $0.ears.removeValue(forKey: speaker) }
        withExtendedLifetime(gone) {}
    }

    package func send(voice: [Float], sampleRate: Int) {
        let (listening, heard) = ears.withLock { ears -> ([any Listening], [Float]) in
            guard !ears.ears.isEmpty else { return ([], []) }
            guard sampleRate != Ear.sampleRate else { return (Array(ears.ears.values), voice) }
            if ears.resampledFrom != sampleRate {
                ears.resampler = Resampler(from: sampleRate, to: Ear.sampleRate)
                ears.resampledFrom = sampleRate
            }
            return (Array(ears.ears.values), ears.resampler?.push(voice) ?? [])
        }
        guard !listening.isEmpty else { return }
        let samples = heard.map { Int16(min(max($0, -1), 1) * 32_767) }
        for ear in listening { ear.avatarSpeaks(samples) }
    }
}
