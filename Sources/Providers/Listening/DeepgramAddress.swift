internal import Foundation
internal import Speech

/// The address of Deepgram's streaming recogniser with what is asked of it.
enum DeepgramAddress {
    static let standard = "wss://api.deepgram.com/v1/listen"

    /// - Parameters:
    ///   - url: Of the server or the endpoint; empty is Deepgram's own. A query of its own stays and wins.
    static func url(_ url: String, model: String, _ request: RecognitionRequest) -> String {
        let halves = (url.isEmpty ? standard : url).split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var base = String(halves.first ?? "")
        while base.hasSuffix("/") { base.removeLast() }
        if !base.hasSuffix("/listen") { base += base.hasSuffix("/v1") ? "/listen" : "/v1/listen" }
        let own = halves.count > 1 ? String(halves[1]) : ""
        let given = Set(own.split(separator: "&").compactMap { $0.split(separator: "=").first.map(String.init) })

        var fields = [
            ("model", model), ("encoding", "linear16"), ("sample_rate", "\(UtteranceSound.rate)"), ("channels", "1"),
            ("interim_results", "true"), ("punctuate", "true"), ("smart_format", "true"),
        ]
        let isNova3 = model.hasPrefix("nova-3") || model.hasPrefix("flux")
        fields.append(("language", request.language ?? "multi"))
        // Nova 3 takes terms, at most 500 tokens of them; earlier models words.
        var letters = 0
        for keyword in request.keywords.prefix(isNova3 ? 100 : 50) {
            letters += keyword.count
            guard letters <= 1200 else { break }
            if isNova3 {
                fields.append(("keyterm", keyword))
            } else if !keyword.contains(" ") {
                fields.append(("keywords", keyword))
            }
        }
        let query = fields.filter { !given.contains($0.0) }.map { "\($0.0)=\(encoded($0.1))" }
        return base + "?" + ([own].filter { !$0.isEmpty } + query).joined(separator: "&")
    }

    private static func encoded(_ text: String) -> String {
        // RFC 3986 §2.3.
        let plain = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }
}
