internal import Conversation
internal import Core
internal import Foundation
package import Speech

/// Whether a visitor who talks over the avatar stops her soon, one who only shows that he listens does not, and she
/// does not stop herself: synthetic sounds into an ``Ear`` that knows what she says.
package struct BackChannels: Sendable {
    /// Her echo at the microphone.
    struct Echo: Sendable {
        var delay: Double
        /// dB over what she says.
        var level: Double
        /// How far beyond what it can play the loudspeaker is driven; 0 for one that distorts nothing.
        var overdrive = 0.0
        /// Seconds that the way becomes longer in the midst of it, as a jitter buffer makes it.
        var jump = 0.0
    }

    static let echoes: [Echo] = [
        Echo(delay: 0.02, level: -6), Echo(delay: 0.12, level: -12), Echo(delay: 0.25, level: -18),
        Echo(delay: 0.4, level: -12), Echo(delay: 0.3, level: -30),
        // What no linear canceller takes away.
        Echo(delay: 0.15, level: -10, overdrive: 4), Echo(delay: 0.08, level: -6, overdrive: 10),
        Echo(delay: 0.12, level: -10, jump: 0.06), Echo(delay: 0.2, level: -14, overdrive: 4, jump: 0.12),
    ]
    /// When the visitor speaks, after she began.
    static let lead = 3.0

    let voices: Voices
    let recogniser: any SpeechRecogniser

    package init(voices: Voices, recogniser: any SpeechRecogniser) {
        self.voices = voices
        self.recogniser = recogniser
    }

    /// Rows: stops by 20 back-channels, stops by her own echo; details: how soon interruptions are held and stopped.
    package func measure(into report: inout BenchReport, progress: (String, Double) -> Void = { _, _ in }) async throws
    {
        let avatar = try await avatarVoice()
        let sounds = try await backChannelSounds()
        var stops = 0
        var holds = 0
        for (index, sound) in sounds.enumerated() {
            progress("back-channels", Double(index) / Double(sounds.count))
            let outcome = await interrupt(avatar, with: sound, echo: nil, seed: UInt64(index))
            if outcome.stopped != nil {
                stops += 1
                progress("stopped by back-channel \(index): \(Self.told(outcome.events))", 1)
            }
            holds += outcome.held == nil ? 0 : 1
        }
        report.measure("stops by \(sounds.count) back-channels", Double(stops), "", .exactly(0))
        report.explain("back-channels during which she is held", Double(holds), "")
        try await measureHeldOut(avatar, into: &report, progress: progress)
        try await measureInterruptions(avatar, into: &report, progress: progress)
        var own = 0
        var heldByEcho = 0
        for (index, echo) in Self.echoes.enumerated() {
            progress("echo", Double(index) / Double(Self.echoes.count))
            let outcome = await interrupt(avatar, with: [], echo: echo, seed: 500 + UInt64(index))
            own += outcome.stopped == nil ? 0 : 1
            heldByEcho += outcome.held == nil ? 0 : 1
        }
        report.measure("stops by her own echo, \(Self.echoes.count) rooms", Double(own), "", .exactly(0))
        report.explain("rooms in which her echo holds her", Double(heldByEcho), "")
    }

    /// Other words, voices and levels, and commands of one word by all voices, through her echo and without.
    private func measureHeldOut(
        _ avatar: [Float], into report: inout BenchReport, progress: (String, Double) -> Void
    ) async throws {
        let others = ["slt", "en-gb-male", "en-us-female"].filter { voices.voice($0) != nil }
        var stops = 0
        for (index, text) in ListenerSounds.wordsHeldOut.enumerated() {
            progress("back-channels, held out", Double(index) / Double(ListenerSounds.wordsHeldOut.count))
            let gain = [Float(0.35), 1, 2][index % 3]
            let sound = try await spoken(text, by: others[index % others.count]).map { min(max($0 * gain, -1), 1) }
            let echo = index.isMultiple(of: 2) ? nil : Self.echoes[index % Self.echoes.count]
            let outcome = await interrupt(avatar, with: sound, echo: echo, seed: 700 + UInt64(index))
            if outcome.stopped != nil {
                stops += 1
                progress("stopped by \u{201C}\(text)\u{201D}: \(Self.told(outcome.events))", 1)
            }
        }
        let count = ListenerSounds.wordsHeldOut.count
        report.explain("stops by \(count) back-channels of other words, voices and levels", Double(stops), "")
        let all = others + ["rms", "awb", "en-us-male", "en-gb-female"].filter { voices.voice($0) != nil }
        var (heard, tried) = (0, 0)
        for (index, text) in ListenerSounds.commands.enumerated() {
            for (number, voice) in all.enumerated() where (index + number).isMultiple(of: 2) {
                progress("commands", Double(index) / Double(ListenerSounds.commands.count))
                let echo = number % 3 == 0 ? nil : Self.echoes[(index + number) % Self.echoes.count]
                let sound = try await spoken(text, by: voice)
                tried += 1
                let outcome = await interrupt(avatar, with: sound, echo: echo, seed: 800 + UInt64(tried))
                if outcome.stopped != nil {
                    heard += 1
                } else {
                    progress("not stopped by \u{201C}\(text)\u{201D}, \(voice): \(Self.told(outcome.events))", 1)
                }
            }
        }
        report.explain("commands of a word or two that stop her", 100 * Double(heard) / Double(tried), "%")
    }

    private func measureInterruptions(
        _ avatar: [Float], into report: inout BenchReport, progress: (String, Double) -> Void
    ) async throws {
        for (name, hasEcho) in [("", false), (" through her echo", true)] {
            var held: [Double] = []
            var stopped: [Double] = []
            let texts = ListenerSounds.interruptions
            for (index, text) in texts.enumerated() {
                progress("interruptions" + name, Double(index) / Double(texts.count))
                let sound = try await spoken(text, index)
                let echo = hasEcho ? Self.echoes[index % Self.echoes.count] : nil
                let outcome = await interrupt(avatar, with: sound, echo: echo, seed: 100 + UInt64(index))
                if let at = outcome.held { held.append(at) }
                if let at = outcome.stopped {
                    stopped.append(at)
                } else {
                    progress("not stopped by \u{201C}\(text)\u{201D}\(name): \(Self.told(outcome.events))", 1)
                }
            }
            let heard = 100 * Double(stopped.count) / Double(texts.count)
            report.measure("interruptions\(name) that stop her", heard, "%", .atLeast(hasEcho ? 80 : 95))
            report.explain("first speech → held\(name), p50", Statistics.median(held), "ms")
            report.explain("first speech → held\(name), p95", Statistics.quantile(0.95, of: held), "ms")
            report.explain("first speech → stop\(name), p50", Statistics.median(stopped), "ms")
            report.explain("first speech → stop\(name), p95", Statistics.quantile(0.95, of: stopped), "ms")
        }
    }

    /// What the ear understood.
    private static func told(_ events: [EarEvent]) -> String {
        let told = events.map { event in
            switch event {
            case .maybeSpeech: "held"
            case .backChannel(let text): "a listener's \u{201C}\(text)\u{201D}"
            case .bargeIn: "stop"
            case .partial(let text), .final(let text, _): "\u{201C}\(text)\u{201D}"
            default: ""
            }
        }
        return told.filter { !$0.isEmpty }.joined(separator: ", ")
    }

    func avatarVoice() async throws -> [Float] {
        let text = SpokenTexts.long[0] + " " + SpokenTexts.long[1]
        return Array(try await voices.utterance(of: text, voice: "slt").audio.samples.prefix(9 * Ear.sampleRate))
    }

    func backChannelSounds() async throws -> [[Float]] {
        var made = ListenerSounds(seed: 7)
        var sounds: [[Float]] = []
        for (pitch, seconds) in [(110.0, 0.35), (130, 0.45), (190, 0.4), (220, 0.5)] {
            sounds.append(made.hum(pitch: pitch, seconds: seconds))
        }
        for seconds in [0.25, 0.3, 0.4, 0.5] { sounds.append(made.cough(seconds: seconds)) }
        for (index, text) in (ListenerSounds.words + ["Ha ha ha.", "Wow."]).enumerated() {
            sounds.append(try await spoken(text, index))
        }
        return sounds
    }

    /// Without the silence around it.
    func spoken(_ text: String, _ index: Int) async throws -> [Float] {
        let wanted = ["rms", "awb", "en-us-male", "rms", "awb", "en-gb-female"].filter { voices.voice($0) != nil }
        return try await spoken(text, by: wanted.isEmpty ? voices.standard.id : wanted[index % wanted.count])
    }

    private func spoken(_ text: String, by voice: String) async throws -> [Float] {
        let utterance = try await voices.utterance(of: text, voice: voice)
        let first = utterance.pronunciation.phones.first { $0.symbol != "sil" }?.start ?? 0
        return utterance.audio.cut(first..<utterance.lastSound).samples
    }

    /// Milliseconds from the first sample of `sound` to what the ear decided; nil when it did not. Sound of before
    /// counts too: it must not stop her either.
    func interrupt(
        _ avatar: [Float], with sound: [Float], echo: Echo?, seed: UInt64
    ) async -> (held: Double?, stopped: Double?, events: [EarEvent]) {
        var scene = MicrophoneScene(seed: seed)
        scene.wait(Double(avatar.count) / Double(Ear.sampleRate))
        let at = Int((Self.lead + scene.unit()) * Double(Ear.sampleRate))
        if let echo {
            var room = ListenerSounds(seed: seed)
            scene.mix(room.echo(of: avatar, echo), at: 0, gain: 1)
        }
        scene.mix(sound, at: at, gain: 1)
        let reference = avatar.map { Int16(min(max($0, -1), 1) * 32_767) }
        let events = await MicrophoneScene.play(scene.recorded(), avatar: reference, into: recogniser)
        var held: Double?
        var stopped: Double?
        for event in events {
            switch event {
            case .maybeSpeech(_, let decided) where held == nil: held = TurnEnds.milliseconds(decided - at)
            case .bargeIn(_, let decided) where stopped == nil: stopped = TurnEnds.milliseconds(decided - at)
            default: break
            }
        }
        return (held, stopped, events)
    }
}
