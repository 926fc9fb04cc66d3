internal import CGStreamer

extension PeerLink {
    /// What webrtcbin knows of its streams, added up over all of them. Zeros when it does not answer within a second.
    func statistics() async -> PeerStatistics {
        let result = await Reply<PeerStatistics>.wait("statistics", limit: .seconds(1)) { [self] reply in
            guard !closed else { return reply.resume(.failure(.closed)) }
            cgst_get_statistics(
                webrtc,
                makePromise { result in
                    reply.resume(result.map { structure in structure.map(Self.read) ?? PeerStatistics() })
                })
        }
        return (try? result.get()) ?? PeerStatistics()
    }

    private static func read(_ reply: UnsafePointer<GstStructure>) -> PeerStatistics {
        var statistics = PeerStatistics()
        cgst_visit_statistics(
            reply,
            { entry, context in
                guard let entry, let context else { return }
                context.assumingMemoryBound(to: PeerStatistics.self).pointee.add(entry)
            }, &statistics)
        return statistics
    }
}

extension PeerStatistics {
    fileprivate mutating func add(_ entry: UnsafePointer<GstStructure>) {
        func count(_ field: String) -> Int64 { Int64(cgst_number(entry, field, 0)) }
        switch cgst_statistics_type(entry) {
        case Int32(GST_WEBRTC_STATS_OUTBOUND_RTP.rawValue):
            bytesSent += count("bytes-sent")
            packetsSent += count("packets-sent")
            keyframeRequests += count("pli-count") + count("fir-count")
            nacks += count("nack-count")
        case Int32(GST_WEBRTC_STATS_REMOTE_INBOUND_RTP.rawValue):
            packetsLost += max(0, count("packets-lost"))
            // Of both streams the worse one is what the visitor notices.
            fractionLost = max(fractionLost, cgst_number(entry, "fraction-lost", 0))
            let seconds = cgst_number(entry, "round-trip-time", -1)
            if seconds > 0 {
                let measured = Duration.nanoseconds(Int64(seconds * 1e9))
                roundTrip = max(roundTrip ?? measured, measured)
            }
        default: break
        }
    }
}
