/// What a peer sends on one stream, in the terms of GStreamer and SDP.
struct OutgoingFormat: Equatable, Sendable {
    /// Payload type (RFC 3551 §6: 96…127 are given out by the description).
    var type: Int
    var payloader: String
    /// Of what goes into the payloader.
    var input: String
    /// `application/x-rtp` without media, type and clock's defaults.
    private var encoding: String
    private var media: String

    static func video(_ codec: VideoCodec, type: Int = 96) -> Self {
        switch codec {
        case .h264:
            Self(
                type: type, payloader: "rtph264pay", input: "video/x-h264,stream-format=byte-stream,alignment=au",
                encoding: """
                    clock-rate=90000,encoding-name=H264,packetization-mode=(string)1,\
                    rtcp-fb-nack-pli=(boolean)true,rtcp-fb-ccm-fir=(boolean)true
                    """, media: "video")
        case .vp8:
            Self(
                type: type, payloader: "rtpvp8pay", input: "video/x-vp8",
                encoding: """
                    clock-rate=90000,encoding-name=VP8,rtcp-fb-nack-pli=(boolean)true,rtcp-fb-ccm-fir=(boolean)true
                    """, media: "video")
        }
    }

    static func opus(type: Int = 111) -> Self {
        Self(
            type: type, payloader: "rtpopuspay", input: "audio/x-opus,channel-mapping-family=(int)0,channels=(int)1",
            encoding: "clock-rate=48000,encoding-name=OPUS,encoding-params=(string)2,useinbandfec=(string)1",
            media: "audio")
    }

    var isVideo: Bool { media == "video" }

    /// As a transceiver's codec preference.
    var caps: String { "application/x-rtp,media=\(media),payload=(int)\(type),\(encoding)" }

    /// Constrained baseline (RFC 6184 §8.1, `42e0`) of the lowest level that holds 25 to 30 pictures a second of that
    /// height: 3.1 up to 720 lines, 4.0 beyond (ITU-T H.264 table A-1).
    static func profileLevelID(height: Int) -> String { height <= 720 ? "42e01f" : "42e028" }
}
