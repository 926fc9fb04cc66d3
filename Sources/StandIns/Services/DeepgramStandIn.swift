/// Deepgram's streaming `/v1/listen`: a word more of the script's transcript for each 250 ms of sound, settled in stretches
/// of four, the rest with `Finalize` or `CloseStream`.
extension StandInExchange {
    func deepgram() -> Bool {
        guard request.query("encoding") == "linear16", let rate = request.query("sample_rate").flatMap(Int.init),
            rate >= 8000
        else {
            let error = ["err_code": "Bad Request", "err_msg": "encoding or sample_rate"]
            return respond(StandInJSON.bytes(error), status: 400)
        }
        guard let socket = StandInWebSocket(self) else { return false }
        switch script.fault {
        case .garbage: socket.send("<html>")
        case .wrongSampleRate:
            _ = socket.receive()
            socket.close(1008, "DATA-0000")
            return false
        default: break
        }
        var listener = DeepgramListener(
            words: script.fault == .empty ? [] : script.transcript.split(separator: " ").map(String.init),
            samplesPerWord: rate / 4, isInterim: request.query("interim_results") == "true")
        while let message = socket.receive() {
            switch message {
            case .binary(let sound):
                for result in listener.hear(sound.count / 2) { socket.send(result) }
                if listener.isHalfWay, breaksOff() { return false }
                if listener.isHalfWay, script.fault == .errorInStream {
                    socket.close(1011, "NET-0000")
                    return false
                }
            case .text(let text):
                switch StandInJSON.object(Array(text.utf8))["type"] as? String {
                case "Finalize":
                    if breaksOff() || !connection.wait(script.firstDelay) { return false }
                    socket.send(listener.finalize())
                case "CloseStream":
                    if breaksOff() { return false }
                    if listener.hasRest { socket.send(listener.finalize()) }
                    socket.send(StandInJSON.text(["type": "Metadata", "request_id": "stand-in", "channels": 1]))
                    socket.close(1000)
                    return false
                default: continue
                }
            case .close:
                socket.close(1000)
                return false
            }
        }
        return false
    }
}

/// What was heard so far, in Deepgram's messages.
private struct DeepgramListener {
    let words: [String]
    let samplesPerWord: Int
    let isInterim: Bool
    private var samples = 0
    private var settled = 0

    init(words: [String], samplesPerWord: Int, isInterim: Bool) {
        self.words = words
        self.samplesPerWord = samplesPerWord
        self.isInterim = isInterim
    }

    private var heard: Int { min(words.count, samples / samplesPerWord) }
    var isHalfWay: Bool { heard * 2 >= words.count }
    var hasRest: Bool { settled < words.count }

    mutating func hear(_ count: Int) -> [String] {
        let before = heard
        samples += count
        var results: [String] = []
        if heard > before, isInterim { results.append(result(settled..<heard, isFinal: false)) }
        while heard - settled >= 4 {
            results.append(result(settled..<settled + 4, isFinal: true))
            settled += 4
        }
        return results
    }

    mutating func finalize() -> String {
        defer { settled = words.count }
        return result(settled..<words.count, isFinal: true, fromFinalize: true)
    }

    private func result(_ range: Range<Int>, isFinal: Bool, fromFinalize: Bool = false) -> String {
        StandInJSON.text([
            "type": "Results", "channel_index": [0, 1], "duration": 1.0, "start": 0.0, "is_final": isFinal,
            "speech_final": fromFinalize, "from_finalize": fromFinalize,
            "channel": [
                "alternatives": [
                    ["transcript": words[range].joined(separator: " "), "confidence": 0.99, "words": [Any]()]
                        as [String: Any]
                ]
            ],
        ])
    }
}
