internal import Media

/// GStreamer's elements, by the Debian package that brings them.
enum PluginCheck {
    private static let essential: [(package: String, elements: [String])] = [
        ("gstreamer1.0-plugins-base", ["appsrc", "audioconvert", "videoconvert", "opusenc"]),
        ("gstreamer1.0-plugins-good", ["rtpbin", "rtph264pay", "rtpvp8pay", "rtpopuspay", "rtprtxsend", "vp8enc"]),
        ("gstreamer1.0-plugins-bad", ["webrtcbin", "dtlssrtpenc", "srtpenc", "sctpenc", "h264parse"]),
        ("gstreamer1.0-nice", ["nicesrc", "nicesink"]),
    ]

    static func examine() -> [Examination] {
        var found: [Examination] = []
        for (package, elements) in essential {
            let missing = elements.filter { !GStreamer.has($0) }
            if missing.isEmpty { continue }
            found.append(
                Examination(
                    "plugins", .broken, "GStreamer lacks " + missing.joined(separator: ", "),
                    advice: "apt-get install \(package)"))
        }
        if found.isEmpty { found.append(.fine("plugins", "GStreamer has all it needs for WebRTC")) }
        switch (GStreamer.has("x264enc"), GStreamer.has("openh264enc")) {
        case (true, _): found.append(.fine("h264", "x264 encodes H.264"))
        case (false, true):
            found.append(
                Examination(
                    "h264", .warning, "openh264 encodes H.264, less well than x264 would",
                    advice: "apt-get install gstreamer1.0-plugins-ugly"))
        case (false, false):
            found.append(
                Examination(
                    "h264", .warning, "nothing encodes H.264; clients that need it get no picture",
                    advice: "apt-get install gstreamer1.0-plugins-ugly"))
        }
        return found
    }
}
