internal import Foundation

/// ElevenLabs' `/v1/text-to-speech/{voice}/multi-stream-input`: texts in contexts of their own, sound in base64 with the
/// times of its characters. A context's text is spoken when a flush is asked for, when 120 characters wait (the documented
/// first step of the default schedule), and when it is closed, which a last message answers. Five contexts at a time.
extension StandInExchange {
    func elevenLabs() -> Bool {
        let format = request.query("output_format") ?? ""
        let asked = format.hasPrefix("pcm_") ? Int(format.dropFirst(4)) : nil
        guard let socket = StandInWebSocket(self) else { return false }
        guard let asked else {
            socket.send(StandInJSON.text(["error": "output_format", "message": "The stand-in has PCM alone."]))
            socket.close(1008, "output_format")
            return false
        }
        if script.fault == .garbage { socket.send("<html>") }
        let rate = script.fault == .wrongSampleRate ? asked / 2 : asked
        var contexts: [String: String] = [:]
        while case .text(let message)? = socket.receive() {
            let json = StandInJSON.object(Array(message.utf8))
            if json["close_socket"] as? Bool == true { break }
            let id = json["context_id"] as? String ?? "default"
            let text = json["text"] as? String ?? ""
            var waiting = contexts[id] ?? ""
            if text != " " { waiting += text }
            let isOver = json["close_context"] as? Bool == true
            if isOver || json["flush"] as? Bool == true || waiting.count >= 120, !waiting.isEmpty {
                guard connection.wait(script.firstDelay), speak(waiting, in: id, at: rate, on: socket) else {
                    return false
                }
                waiting = ""
            }
            contexts[id] = isOver ? nil : waiting
            guard contexts.count <= 5 else {
                socket.close(1008, "max_active_contexts")
                return false
            }
            if isOver { socket.send(StandInJSON.text(["isFinal": true, "contextId": id])) }
        }
        socket.close(1000)
        return false
    }

    /// In two messages, so that there is a middle to break off in.
    private func speak(_ text: String, in context: String, at rate: Int, on socket: StandInWebSocket) -> Bool {
        guard script.fault != .empty else { return true }
        let samples = script.voice(text, rate)
        let letters = text.map(String.init)
        let each = Double(samples.count) * 1000 / Double(rate * max(1, letters.count))
        let half = letters.count / 2
        for range in [0..<half, half..<letters.count] where !range.isEmpty {
            let begin = samples.count * range.lowerBound / letters.count
            let sound = samples[begin..<samples.count * range.upperBound / letters.count]
            let bytes = sound.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
            let times = range.map { Int(Double($0 - range.lowerBound) * each) }
            let alignment: [String: Any] = [
                "chars": Array(letters[range]), "charStartTimesMs": times,
                "charDurationsMs": range.map { _ in Int(each) },
            ]
            socket.send(
                StandInJSON.text([
                    "audio": Data(bytes).base64EncodedString(), "alignment": alignment,
                    "normalizedAlignment": alignment, "contextId": context,
                ]))
            if breaksOff() { return false }
            if script.fault == .errorInStream {
                let error: [String: Any] = ["message": "over", "error": "quota_exceeded", "code": 1008]
                socket.send(StandInJSON.text(error))
                socket.close(1008, "quota_exceeded")
                return false
            }
            guard connection.wait(script.delay) else { return false }
        }
        return true
    }
}
