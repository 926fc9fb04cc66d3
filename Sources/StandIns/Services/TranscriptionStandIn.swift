/// OpenAI's `/v1/audio/transcriptions`, streamed or not. It reads the WAV's header and refuses what is not 16-bit PCM.
extension StandInExchange {
    func transcription() -> Bool {
        let form = request.form
        let rate = form["file"].flatMap(Self.sampleRate)
        guard form["model"] != nil, let rate, script.fault != .wrongSampleRate else {
            let error = ["error": ["message": "The sound cannot be read.", "code": "invalid_audio"]]
            return respond(StandInJSON.bytes(error), status: 400)
        }
        guard connection.wait(script.firstDelay), rate > 0 else { return false }
        let text = script.fault == .empty ? "" : script.transcript
        if script.fault == .garbage { return respond(Array("{\"text\": ".utf8)) }
        guard form["stream"].map({ $0 == Array("true".utf8) }) == true else {
            let body = StandInJSON.bytes(["text": text])
            guard script.fault == .cut || script.fault == .stalled else { return respond(body) }
            return stream([Array(body.prefix(4)), Array(body.dropFirst(4))], type: "application/json")
        }
        var events = Self.tokens(of: text).map { StandInJSON.event(["type": "transcript.text.delta", "delta": $0]) }
        events.append(StandInJSON.event(["type": "transcript.text.done", "text": text]))
        return stream(events, type: "text/event-stream")
    }

    /// Of a WAV file with 16-bit PCM of one channel; nil when it is none.
    static func sampleRate(ofWAV bytes: [UInt8]) -> Int? {
        func number(_ place: Int, _ size: Int) -> Int {
            (0..<size).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
        }
        guard bytes.count >= 44, bytes.starts(with: Array("RIFF".utf8)), bytes[8..<16].elementsEqual("WAVEfmt ".utf8),
            number(20, 2) == 1, number(22, 2) == 1, number(34, 2) == 16, number(40, 4) == bytes.count - 44
        else { return nil }
        return number(24, 4)
    }
}
