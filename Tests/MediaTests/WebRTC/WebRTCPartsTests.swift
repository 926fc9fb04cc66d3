import Core
import Testing

@testable import Media

extension MediaSuite {
    @Suite struct WebRTCPartsTests {
        @Test func `Silence while sending ends a peer, silence in silence does not`() {
            var watch = SilenceWatch()
            #expect(watch.look(arrivals: 1, sent: 1) == nil)
            for _ in 0..<60 { #expect(watch.look(arrivals: 1, sent: 1) == nil) }
            var found: [Int: SilenceWatch.Finding] = [:]
            for second in 1...8 { found[second] = watch.look(arrivals: 1, sent: UInt64(second) * 25 + 1) }
            #expect(found == [6: .disconnected, 8: .gone])
        }

        @Test func `A peer that is heard again is back`() {
            var watch = SilenceWatch()
            for second in 0...6 { _ = watch.look(arrivals: 0, sent: UInt64(second) + 1) }
            #expect(watch.look(arrivals: 1, sent: 9) == .back)
            #expect(watch.look(arrivals: 2, sent: 10) == nil)
        }

        @Test func `A full event queue drops voice before messages and keeps states`() async {
            let queue = PeerEventQueue()
            queue.yield(.state(.connected))
            for number in 0..<100 { queue.yield(.message(String(number))) }
            for _ in 0..<400 { queue.yield(.microphone([1])) }
            for _ in 0..<10 { queue.yield(.keyframeRequested) }
            for number in 100..<200 { queue.yield(.message(String(number))) }
            queue.finish()
            var events: [PeerEvent] = []
            for await event in queue.stream { events.append(event) }
            #expect(events.count == PeerEventQueue.limit)
            #expect(events.first?.state == .connected)
            #expect(events.compactMap(\.text) == (0..<200).map(String.init))
            #expect(events.filter(\.isKeyframeRequest).count == 1)
        }

        @Test func `Packets of any bytes neither crash the header nor the pictures`() {
            var numbers = SeededNumbers(state: 3)
            for codec in VideoCodec.allCases {
                var assembly = PictureAssembly(codec: codec)
                for _ in 0..<20_000 {
                    var bytes = (0..<Int.random(in: 0...64, using: &numbers)).map { _ in
                        UInt8.random(in: 0...255, using: &numbers)
                    }
                    if !bytes.isEmpty { bytes[0] = bytes[0] & 63 | 128 }
                    bytes.withUnsafeBytes { raw in
                        if let packet = RTPPacket(raw) { _ = assembly.add(packet) }
                    }
                }
            }
        }

        @Test func `Reports of any bytes are read or ignored`() {
            var numbers = SeededNumbers(state: 5)
            var reports = SenderReports()
            for _ in 0..<20_000 {
                var bytes = (0..<Int.random(in: 0...60, using: &numbers)).map { _ in
                    UInt8.random(in: 0...255, using: &numbers)
                }
                if bytes.count > 3 { bytes.replaceSubrange(0..<3, with: [128, 200, 0]) }
                bytes.withUnsafeBytes { reports.read($0) }
            }
        }

        @Test func `A sender report ties timestamps to the sender's clock`() {
            let report: [UInt8] =
                [0x80, 200, 0, 6] + [0, 0, 0, 9] + [0, 0, 0, 100] + [0x80, 0, 0, 0] + [0, 1, 0x5F, 0x90]
                + [0, 0, 0, 1] + [0, 0, 0, 1]
            var reports = SenderReports()
            report.withUnsafeBytes { reports.read($0) }
            #expect(reports.time(of: 90_000 + 45_000, source: 9, rate: 90_000) == 101_000_000_000)
            #expect(reports.time(of: 0, source: 9, rate: 90_000) == 99_500_000_000)
            #expect(reports.time(of: 0, source: 8, rate: 90_000) == nil)
        }

        @Test func `One clock serves picture and sound, from the first unit on`() {
            let clock = MediaClock()
            #expect(clock.runningTime(of: MediaTime(nanoseconds: 40), now: { 100 }) == 100)
            #expect(clock.runningTime(of: MediaTime(nanoseconds: 60), now: { 999 }) == 120)
        }

        @Test func `Calls in the wrong order are refused`() async throws {
            let peer = try WebRTCPeer(PeerConfiguration(codec: .vp8, height: 480))
            await #expect(throws: PeerError.self) { try await peer.accept(answer: SampleDescription.answer) }
            _ = try await peer.offer()
            await #expect(throws: PeerError.self) { try await peer.offer() }
            // The answer takes H.264 alone.
            await #expect(throws: PeerError.codecRefused(.vp8)) {
                try await peer.accept(answer: SampleDescription.answer)
            }
            peer.close()
            await #expect(throws: PeerError.closed) { try await peer.offer() }
            #expect(throws: PeerError.closed) {
                try peer.add(ICECandidate(candidate: SampleDescription.candidates[0]))
            }
            #expect(!peer.send(message: "late"))
            await LinkTeardown.finished()
        }

        @Test func `A second offer restarts ICE and changes nothing else`() async throws {
            let peer = try WebRTCPeer(PeerConfiguration(codec: .h264, height: 720))
            let first = try await peer.answer(offer: SampleDescription.offer)
            await #expect(throws: PeerError.self) { try await peer.answer(offer: SampleDescription.offer) }
            let fresh = SampleDescription.offer.replacing("a=ice-ufrag:EsAw", with: "a=ice-ufrag:New1")
            let second = try await peer.answer(offer: fresh)
            let before = try RemoteDescription(first, isOffer: false)
            let after = try RemoteDescription(second, isOffer: false)
            #expect(after.media[0].ufrag != before.media[0].ufrag)
            #expect(after.media[0].password != before.media[0].password)
            #expect(after.media.map(\.payloads) == before.media.map(\.payloads))
            #expect(after.fingerprint == before.fingerprint)
            peer.close()
            await LinkTeardown.finished()
        }

        @Test func `A WHEP offer is answered section by section with one codec each`() async throws {
            let peer = try WebRTCPeer(PeerConfiguration(codec: .h264, height: 720))
            let answer = try await peer.answer(offer: SampleDescription.offer)
            let read = try RemoteDescription(answer, isOffer: false)
            #expect(read.media.map(\.kind) == [.audio, .video, .application])
            #expect(read.media.map(\.mid) == ["0", "1", "2"])
            #expect(read.media[1].payloads.map(\.type) == [107, 108])
            #expect(read.media[1].direction == .sendonly && read.media[0].direction == .sendonly)
            #expect(read.media[1].payloads[0].parameter("profile-level-id") == "42e01f")
            peer.close()
            await LinkTeardown.finished()
        }
    }
}
