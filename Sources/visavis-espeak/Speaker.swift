internal import CEspeak
internal import EspeakWire

/// Owns espeak-ng, of which a process has one. Everything happens on the thread that calls ``speak(_:)``.
final class Speaker {
    private let pipes: Pipes
    /// Hz.
    let sampleRate: Int
    private var voice = ""
    private var current: UInt32 = 0
    private var wasCancelled = false

    /// - Returns: Nil when espeak-ng finds no data.
    init?(pipes: Pipes) {
        self.pipes = pipes
        let options = espeakINITIALIZE_PHONEME_EVENTS | espeakINITIALIZE_PHONEME_IPA | espeakINITIALIZE_DONT_EXIT
        sampleRate = Int(espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 200, nil, options))
        guard sampleRate > 0 else { return nil }
        espeak_SetSynthCallback { samples, count, events in
            guard let events, let speaker = events.pointee.user_data else { return 1 }
            return Unmanaged<Speaker>.fromOpaque(speaker).takeUnretainedValue().take(samples, count, events)
        }
    }

    var engine: String { espeak_Info(nil).map { "espeak-ng \(String(cString: $0))" } ?? "espeak-ng" }

    /// Sends all sound of the text, then that it is done, or why it is not.
    func speak(_ request: EspeakRequest.Speak) {
        guard choose(request.voice, for: request.id) else { return }
        espeak_SetParameter(espeakRATE, CInt(min(max(request.wordsPerMinute, 80), 450)), 0)
        espeak_SetParameter(espeakPITCH, CInt(min(request.pitch, 99)), 0)
        (current, wasCancelled) = (request.id, false)
        let text = request.text.utf8CString
        let result = text.withUnsafeBytes { bytes in
            espeak_Synth(
                bytes.baseAddress, bytes.count, 0, POS_CHARACTER, 0, UInt32(espeakCHARS_UTF8), nil,
                Unmanaged.passUnretained(self).toOpaque())
        }
        if result == EE_OK || wasCancelled {
            pipes.send(.done(id: request.id))
        } else {
            pipes.send(.refused(id: request.id, reason: "espeak-ng gave up on the text"))
        }
    }

    /// Sends the phonemes of the text, clause by clause in one line.
    func transcribe(_ id: UInt32, voice name: String, _ text: String) {
        guard choose(name, for: id) else { return }
        var phonemes: [String] = []
        text.withCString { start in
            var next: UnsafeRawPointer? = UnsafeRawPointer(start)
            // IPA, no ties.
            while next != nil, let clause = espeak_TextToPhonemes(&next, espeakCHARS_UTF8, 0x02) {
                phonemes.append(String(cString: clause))
            }
        }
        pipes.send(.phonemes(id: id, text: phonemes.joined(separator: " ")))
    }

    /// - Returns: False, and it was told, when there is no such voice.
    private func choose(_ name: String, for id: UInt32) -> Bool {
        if voice == name { return true }
        voice = ""
        guard espeak_SetVoiceByName(name) == EE_OK else {
            pipes.send(.refused(id: id, reason: "there is no voice \(name)"))
            return false
        }
        voice = name
        return true
    }

    /// - Returns: 1 to stop espeak-ng.
    private func take(
        _ samples: UnsafeMutablePointer<CShort>?, _ count: CInt, _ list: UnsafeMutablePointer<espeak_EVENT>
    ) -> CInt {
        if wasCancelled { return 1 }
        wasCancelled = pipes.isCancelled(current)
        if wasCancelled { return 1 }
        var events: [EspeakReply.Event] = []
        var next = list
        while next.pointee.type != espeakEVENT_LIST_TERMINATED {
            if let kind = Self.kind(of: next.pointee) {
                let time = UInt32(clamping: next.pointee.audio_position)
                events.append(.init(milliseconds: time, kind: kind))
            }
            next += 1
        }
        let sound = samples.map { Array(UnsafeBufferPointer(start: $0, count: Int(max(count, 0)))) } ?? []
        if !sound.isEmpty || !events.isEmpty { pipes.send(.sound(id: current, samples: sound, events: events)) }
        return 0
    }

    private static func kind(of event: espeak_EVENT) -> EspeakReply.Event.Kind? {
        switch event.type {
        case espeakEVENT_WORD:
            .word(
                first: UInt32(clamping: event.text_position - 1), count: UInt32(clamping: event.length))
        case espeakEVENT_PHONEME:
            // Eight bytes, ended by a zero when there is room; a longer name may be cut within a character.
            .phoneme(
                withUnsafeBytes(of: event.id.string) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self).replacing("\u{FFFD}", with: "")
                })
        default: nil
        }
    }
}
