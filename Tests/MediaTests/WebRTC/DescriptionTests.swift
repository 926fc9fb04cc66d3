import Testing

@testable import Media

extension MediaSuite {
    @Suite struct DescriptionTests {
        @Test func `A peer's offer names its codec, its level and its candidates`() async throws {
            try WebRTC.warmUp()
            let peer = try WebRTCPeer(PeerConfiguration(codec: .h264, height: 1080))
            let offer = try await peer.offer()
            let read = try RemoteDescription(offer, isOffer: true)
            #expect(read.media.map(\.kind) == [.video, .audio, .application])
            #expect(read.media[0].payloads.map(\.name) == ["h264", "rtx"])
            #expect(read.media[0].payloads[0].parameter("profile-level-id") == "42e028")
            #expect(!read.media[0].candidates.isEmpty)
            #expect(!offer.contains("fe80:"))
            peer.close()
            await LinkTeardown.finished()
        }
    }
}
