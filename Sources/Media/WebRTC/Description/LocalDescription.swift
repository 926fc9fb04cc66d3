/// Our own description as it goes out, from what webrtcbin wrote.
enum LocalDescription {
    private static let streamName = "visavis"

    /// - Parameters:
    ///   - fingerprint: Of the certificate that is really used: webrtcbin 1.22 writes that of its default one.
    ///   - profileLevelID: Of our H.264 (RFC 6184 §8.1). In webrtcbin's caps it would hold every encoded stream to
    ///     exactly that level; here it tells the decoder what may come.
    /// - Returns: Without link-local candidates, which are useless without an interface name.
    static func text(_ written: String, fingerprint: String, profileLevelID: String?) -> String {
        var lines: [String] = []
        var h264: Set<Substring> = []
        var kind: String?
        for line in written.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("a=rtpmap:"), line.lowercased().contains(" h264/") {
                h264.insert(line.dropFirst("a=rtpmap:".count).prefix { $0 != " " })
            }
            // It names sources before it knows them (an answer says `ssrc-group:FID 0 …`), and browsers then show
            // nothing; without these lines they take the sources as they come.
            if line.hasPrefix("a=ssrc:") || line.hasPrefix("a=ssrc-group:") { continue }
            // webrtcbin offers it always, with nothing here to read it.
            if line.hasPrefix("a=rtcp-fb:"), line.hasSuffix(" transport-cc") { continue }
            if line.hasPrefix("a=mid:"), let kind {
                // One stream for both: browsers keep its tracks in step (RFC 8830).
                lines.append("a=msid:\(streamName) \(kind)")
            }
            if line.hasPrefix("m=") {
                kind = ["video", "audio"].first { line.hasPrefix("m=\($0) ") }
            }
            if line.hasPrefix("a=fingerprint:") {
                lines.append("a=fingerprint:sha-256 \(fingerprint)")
            } else if line.hasPrefix("a=candidate:") {
                guard let candidate = try? CandidateLine(String(line)), candidate.isUsable else { continue }
                lines.append("a=\(candidate.text)")
            } else if line.hasPrefix("a=fmtp:"), let profileLevelID,
                h264.contains(line.dropFirst("a=fmtp:".count).prefix { $0 != " " })
            {
                lines.append("\(line);profile-level-id=\(profileLevelID);level-asymmetry-allowed=1")
            } else {
                lines.append(String(line))
            }
        }
        return lines.map { $0 + "\r\n" }.joined()
    }

    /// `text` with other ICE credentials.
    static func replacingCredentials(in text: String, ufrag: String, password: String) -> String {
        text.split(whereSeparator: \.isNewline).map { line in
            if line.hasPrefix("a=ice-ufrag:") { return "a=ice-ufrag:\(ufrag)\r\n" }
            if line.hasPrefix("a=ice-pwd:") { return "a=ice-pwd:\(password)\r\n" }
            return line + "\r\n"
        }.joined()
    }
}
