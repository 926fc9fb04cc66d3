import Core
import Foundation
import Synchronization
import Testing

@testable import Media

extension MediaSuite {
    /// A peer and a receiving client in one process, over loopback.
    @Suite struct ConversationTests {
        @Test(arguments: [VideoCodec.h264, .vp8], [true, false])
        func `Picture, sound, voice and messages arrive, whoever offers`(
            codec: VideoCodec, serverOffers: Bool
        ) async throws {
            var wishes = ReceivingConfiguration(codec: codec)
            wishes.speaks = true
            wishes.opensChannel = !serverOffers
            let talk = try await Conversation(wishes, serverOffers: serverOffers)
            let picture = try await talk.first { media -> VideoFrame? in
                if case .picture(let frame?, _, _, _) = media { frame } else { nil }
            }
            #expect(picture.width == 320 && picture.height == 240)
            #expect(picture.bytes.contains { $0 > 128 } && picture.bytes.contains { $0 < 64 })
            let sound = try await talk.first { media -> [Int16]? in
                if case .sound(let samples, _) = media, samples.contains(where: { $0 > 3000 }) { samples } else { nil }
            }
            #expect(sound.count == 960)
            try await talk.server.reached { events in events.contains { $0.isLoudMicrophone } }
            try await talk.server.reached { events in events.contains { $0.isMessagesOpen } }
            #expect(talk.peer.send(message: "from the server"))
            try await talk.client.reached { events in events.contains { $0.text == "from the server" } }
            #expect(talk.receiver.send(message: "from the client ✓"))
            try await talk.server.reached { events in events.contains { $0.text == "from the client ✓" } }
            await talk.end()
        }

        @Test func `A receiver's PLI asks for a keyframe`() async throws {
            let talk = try await Conversation(ReceivingConfiguration(codec: .h264), serverOffers: true)
            _ = try await talk.first { media -> Bool? in if case .picture = media { true } else { nil } }
            talk.receiver.requestKeyframe()
            try await talk.server.reached { events in events.contains { $0.isKeyframeRequest } }
            await talk.end()
        }

        @Test(arguments: [true, false])
        func `When one side closes, the other ends`(serverCloses: Bool) async throws {
            let talk = try await Conversation(ReceivingConfiguration(codec: .h264), serverOffers: true)
            _ = try await talk.first { media -> Bool? in if case .sound = media { true } else { nil } }
            if serverCloses { talk.peer.close() } else { talk.receiver.close() }
            try await talk.server.reached { $0.last?.state == .closed }
            try await talk.client.reached { $0.last?.state == .closed }
            await talk.end()
        }

        @Test func `Statistics count what was sent`() async throws {
            let talk = try await Conversation(ReceivingConfiguration(codec: .h264), serverOffers: true)
            _ = try await talk.first { media -> Bool? in if case .picture = media { true } else { nil } }
            let statistics = await talk.peer.statistics()
            #expect(statistics.packetsSent > 0 && statistics.bytesSent > 0)
            await talk.end()
        }

        @Test func `Reports tie picture and sound to one clock`() async throws {
            let talk = try await Conversation(ReceivingConfiguration(codec: .h264), serverOffers: true)
            let picture = try await talk.first { media -> ReceivedTime? in
                if case .picture(_, _, _, let time) = media, time.sender != nil { time } else { nil }
            }
            let sound = try await talk.first { media -> ReceivedTime? in
                if case .sound(_, let time) = media, let sender = time.sender, sender >= picture.sender! {
                    time
                } else {
                    nil
                }
            }
            // What was sent together arrives together on loopback: the clocks agree within scheduling.
            let skew = (sound.sender! - picture.sender!) - (sound.arrival - picture.arrival)
            #expect(abs(skew) < 200_000_000)
            await talk.end()
        }

        /// Over three seconds come at least two further reports of each stream (one every 0.5 to 1.5 s).
        @Test(arguments: [true, false])
        func `Report after report, the sender's clock goes as the timestamps do`(isVideo: Bool) async throws {
            let talk = try await Conversation(ReceivingConfiguration(codec: .h264), serverOffers: true)
            let rate: Int64 = isVideo ? 90_000 : 48_000
            let walk = Mutex<(first: ReceivedTime, strays: [Int64])?>(nil)
            let strays = try await talk.first { media -> [Int64]? in
                let time: ReceivedTime
                switch media {
                case .picture(_, _, _, let stamp) where isVideo: time = stamp
                case .sound(_, let stamp) where !isVideo: time = stamp
                default: return nil
                }
                guard let sender = time.sender else { return nil }
                return walk.withLock { walk in
                    var (first, strays) = walk ?? (time, [])
                    let passed = Int64(time.timestamp &- first.timestamp) * 1_000_000_000 / rate
                    strays.append(abs(sender - first.sender! - passed))
                    walk = (first, strays)
                    return passed >= 3_000_000_000 ? strays : nil
                }
            }
            await talk.end()
            // The reports' two clocks are read one after the other, so a busy machine moves them apart a little.
            #expect(strays.max()! < 200_000_000)
        }
    }
}
