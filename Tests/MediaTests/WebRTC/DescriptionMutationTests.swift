import CGStreamer
import Core
import Testing

@testable import Media

extension MediaSuite {
    /// Session descriptions and candidates that somebody has bent.
    @Suite struct DescriptionMutationTests {
        @Test func `Bent descriptions are refused or written anew as good ones`() throws {
            GStreamer.start()
            var numbers = SeededNumbers(state: 7)
            var accepted = 0
            for round in 0..<12_000 {
                let isOffer = round % 2 == 0
                let text = Self.bent(isOffer ? SampleDescription.offer : SampleDescription.answer, &numbers)
                guard let read = try? RemoteDescription(text, isOffer: isOffer) else { continue }
                accepted += 1
                // Reading the new text gives the same again, so nothing can hide in it.
                let again = try RemoteDescription(read.text, isOffer: isOffer)
                #expect(again.media.count == read.media.count)
                let parsed = cgst_parse_description(read.text, isOffer ? 1 : 0)
                #expect(parsed != nil)
                if let parsed { gst_webrtc_session_description_free(parsed) }
                _ = try? Agreement(read, PeerConfiguration(codec: round % 4 < 2 ? .h264 : .vp8, height: 720))
                var fitted = read
                _ = try? fitted.fit(to: RemoteDescription(SampleDescription.offer, isOffer: true))
            }
            #expect(accepted > 1000)
        }

        @Test func `Bent candidates are refused or written anew`() throws {
            var numbers = SeededNumbers(state: 11)
            var accepted = 0
            for _ in 0..<12_000 {
                let text = Self.bent(SampleDescription.candidates.randomElement(using: &numbers)!, &numbers)
                guard let read = try? CandidateLine(text) else { continue }
                accepted += 1
                #expect(try CandidateLine(read.text).text == read.text)
            }
            #expect(accepted > 500)
        }

        @Test func `webrtcbin survives what bent answers become, and the peer can be closed`() async throws {
            try WebRTC.warmUp()
            var numbers = SeededNumbers(state: 13)
            for _ in 0..<24 {
                let peer = try WebRTCPeer(PeerConfiguration(codec: .h264, height: 720))
                _ = try await peer.offer()
                try? await peer.accept(answer: Self.bent(SampleDescription.answer, &numbers))
                try? peer.add(ICECandidate(candidate: Self.bent(SampleDescription.candidates[0], &numbers)))
                peer.close()
                let other = try WebRTCPeer(PeerConfiguration(codec: .h264, height: 720))
                _ = try? await other.answer(offer: Self.bent(SampleDescription.offer, &numbers))
                other.close()
            }
            await LinkTeardown.finished()
        }

        @Test func `Texts that are too long, too many or not SDP are refused with a reason`() {
            let many = SampleDescription.offer + String(repeating: "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n", count: 9)
            let long = SampleDescription.offer + String(repeating: "a=x:y\r\n", count: 12_000)
            for text in [many, long, "", "v=0", "hello", SampleDescription.offer.replacing("sha-256", with: "sha-1")] {
                #expect(throws: PeerError.self) { try RemoteDescription(text, isOffer: true) }
            }
            #expect(throws: PeerError.self) {
                try CandidateLine(
                    "candidate:1 1 udp 1 evil.example.org'; 9 typ host" + String(repeating: " a", count: 600))
            }
        }

        @Test func `Names to look up and link-local addresses are left out`() throws {
            for text in [
                "candidate:1 1 udp 2113937151 8a9d1b1c-6b0e-4d4e.local 52111 typ host",
                "candidate:1 1 udp 2113937151 fe80::1 52111 typ host", "candidate:1 2 udp 1 192.0.2.1 5000 typ host",
            ] { #expect(try !CandidateLine(text).isUsable) }
        }

        /// One to four changes: bytes, lines or numbers.
        private static func bent(_ text: String, _ numbers: inout SeededNumbers) -> String {
            var bytes = Array(text.utf8)
            for _ in 0..<Int.random(in: 1...4, using: &numbers) where !bytes.isEmpty {
                let at = Int.random(in: 0..<bytes.count, using: &numbers)
                switch Int.random(in: 0..<7, using: &numbers) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &numbers)
                case 1: bytes.remove(at: at)
                case 2: bytes.insert(contentsOf: [0, 10, 13, 32, 58, 255].shuffled(using: &numbers).prefix(2), at: at)
                case 3: bytes.removeSubrange(at..<min(bytes.count, at + 40))
                case 4: bytes.insert(contentsOf: Array("99999999999999999999".utf8), at: at)
                case 5:
                    var lines = bytes.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
                    lines.swapAt(
                        Int.random(in: lines.indices, using: &numbers), Int.random(in: lines.indices, using: &numbers))
                    bytes = Array(lines.joined(separator: [10]))
                default:
                    let end = min(bytes.count, at + Int.random(in: 1...200, using: &numbers))
                    bytes.insert(contentsOf: bytes[at..<end], at: at)
                }
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}

/// Descriptions as Chromium writes them, shortened to the codecs at hand.
enum SampleDescription {
    static let offer = lines([
        "v=0", "o=- 4611731400430051336 2 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0 1 2",
        "a=extmap-allow-mixed", "a=msid-semantic: WMS",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0", "c=IN IP4 0.0.0.0", "a=rtcp:9 IN IP4 0.0.0.0", ice, "a=setup:actpass",
        "a=mid:0", "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level", "a=recvonly", "a=rtcp-mux",
        "a=rtpmap:111 opus/48000/2", "a=rtcp-fb:111 transport-cc", "a=fmtp:111 minptime=10;useinbandfec=1",
        "a=rtpmap:63 red/48000/2", "a=rtpmap:9 G722/8000", "a=rtpmap:0 PCMU/8000",
        "m=video 9 UDP/TLS/RTP/SAVPF 96 97 103 104 107 108", "c=IN IP4 0.0.0.0", ice, "a=setup:actpass", "a=mid:1",
        "a=recvonly", "a=rtcp-mux", "a=rtcp-rsize", "a=rtpmap:96 VP8/90000", "a=rtcp-fb:96 nack",
        "a=rtcp-fb:96 nack pli", "a=rtpmap:97 rtx/90000", "a=fmtp:97 apt=96", "a=rtpmap:103 H264/90000",
        "a=rtcp-fb:103 nack", "a=rtcp-fb:103 nack pli",
        "a=fmtp:103 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f", "a=rtpmap:104 rtx/90000",
        "a=fmtp:104 apt=103", "a=rtpmap:107 H264/90000", "a=rtcp-fb:107 nack",
        "a=fmtp:107 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f", "a=rtpmap:108 rtx/90000",
        "a=fmtp:108 apt=107",
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel", "c=IN IP4 0.0.0.0", ice, "a=setup:actpass", "a=mid:2",
        "a=sctp-port:5000", "a=max-message-size:262144",
    ])

    static let answer = lines([
        "v=0", "o=- 7318210218420931137 2 IN IP4 127.0.0.1", "s=-", "t=0 0",
        "a=group:BUNDLE video0 audio1 application2",
        "a=msid-semantic: WMS",
        "m=video 9 UDP/TLS/RTP/SAVPF 96 97", "c=IN IP4 0.0.0.0", "a=rtcp:9 IN IP4 0.0.0.0",
        "a=" + candidates[0], ice, "a=setup:active", "a=mid:video0", "a=recvonly", "a=rtcp-mux", "a=rtcp-rsize",
        "a=rtpmap:96 H264/90000", "a=rtcp-fb:96 nack", "a=rtcp-fb:96 nack pli", "a=rtcp-fb:96 ccm fir",
        "a=fmtp:96 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f", "a=rtpmap:97 rtx/90000",
        "a=fmtp:97 apt=96",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111", "c=IN IP4 0.0.0.0", ice, "a=setup:active", "a=mid:audio1", "a=sendrecv",
        "a=rtcp-mux", "a=rtpmap:111 opus/48000/2", "a=fmtp:111 minptime=10;useinbandfec=1",
        "a=ssrc:2231627014 cname:4TOk42mSjXCkVIa6",
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel", "c=IN IP4 0.0.0.0", ice, "a=setup:active",
        "a=mid:application2", "a=sctp-port:5000",
    ])

    static let candidates = [
        "candidate:842163049 1 udp 1677729535 192.0.2.7 46154 typ srflx raddr 10.0.0.17 rport 46154 generation 0",
        "candidate:1 1 UDP 2130706431 127.0.0.1 9 typ host",
        "candidate:2 1 tcp 1518280447 ::1 9 typ host tcptype active generation 0 ufrag EsAw network-id 1",
    ]

    private static let ice = [
        "a=ice-ufrag:EsAw", "a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1", "a=ice-options:trickle",
        "a=fingerprint:sha-256 "
            + Array(repeating: "D2:B9:31:8F", count: 8).joined(separator: ":"),
    ].joined(separator: "\r\n")

    private static func lines(_ lines: [String]) -> String { lines.map { $0 + "\r\n" }.joined() }
}
