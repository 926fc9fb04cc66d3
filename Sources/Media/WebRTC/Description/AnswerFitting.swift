extension RemoteDescription {
    /// Brings an answer into the shape of the offer it answers, as webrtcbin takes for granted (RFC 8829 §5.10): the
    /// same sections in the same order, none but the offered payload types.
    mutating func fit(to offer: RemoteDescription) throws(PeerError) {
        guard media.count == offer.media.count, zip(media, offer.media).allSatisfy({ $0.kind == $1.kind }) else {
            throw .badDescription(detail: "the answer's media sections are not those of the offer")
        }
        for index in media.indices {
            let offered = offer.media[index]
            media[index].mid = offered.mid
            if offered.isRejected { media[index].isRejected = true }
            media[index].payloads = media[index].payloads.compactMap { payload in
                guard let own = offered.payloads.first(where: { $0.type == payload.type && $0.name == payload.name })
                else { return nil }
                var agreed = payload
                agreed.parameters = own.name == "h264" ? "packetization-mode=1" : payload.parameters
                return agreed
            }
            let hasMedia = media[index].payloads.contains { $0.name != "rtx" }
            if media[index].kind != .application, !hasMedia { media[index].isRejected = true }
        }
    }
}
