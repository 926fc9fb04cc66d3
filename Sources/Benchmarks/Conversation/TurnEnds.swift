internal import Conversation
internal import Core
internal import Foundation
package import Speech

/// Whether a visitor's turn ends when it is over and not before: committed texts spoken by built-in voices into an
/// ``Ear``, with pauses of 0.4–0.7 s of room noise inside unfinished phrases.
package struct TurnEnds: Sendable {
    /// Those of flite, and variants of espeak-ng where its helper is installed.
    static let voices = ["rms", "slt", "awb", "en-us-male", "en-gb-female"]
    static let heldOutVoices = ["awb", "rms", "en-gb-male", "slt", "en-us-female"]

    /// Milliseconds; ends beyond are told by what was heard.
    private static let late = 700.0

    let voices: Voices
    let recogniser: any SpeechRecogniser

    package init(voices: Voices, recogniser: any SpeechRecogniser) {
        self.voices = voices
        self.recogniser = recogniser
    }

    /// Rows: false ends on the committed set and on one that was held out, and the delay of true ends of whole
    /// questions, which the silence after the last sound and the recogniser's final share.
    package func measure(into report: inout BenchReport, progress: (String, Double) -> Void = { _, _ in }) async throws
    {
        for (name, texts, speakers) in [
            ("", TurnEndTexts.paused, Self.voices), (", held out", TurnEndTexts.pausedHeldOut, Self.heldOutVoices),
        ] {
            var falseEnds = 0
            var delays: [Double] = []
            for (index, text) in texts.enumerated() {
                progress("turn ends" + name, Double(index) / Double(texts.count))
                let voice = available(speakers, index)
                let (isFalse, delay, events) = try await paused(text, voice: voice, index: index)
                if isFalse {
                    falseEnds += 1
                    let heard = events.compactMap { if case .final(let text, _) = $0 { text } else { nil } }
                    progress("ended early, \(voice): \(text) → \(heard.joined(separator: " | "))", 1)
                }
                if let delay { delays.append(delay) }
            }
            report.measure(
                "false turn ends, \(texts.count) pauses of 0.4–0.7 s\(name)",
                100 * Double(falseEnds) / Double(texts.count), "%", .atMost(5))
            report.explain(
                "end of speech → turn ended, the same utterances\(name), p50", Statistics.median(delays), "ms")
        }
        var delays: [Double] = []
        for (index, text) in TurnEndTexts.questions.enumerated() {
            progress("turn ends, questions", Double(index) / Double(TurnEndTexts.questions.count))
            let (delay, events) = try await question(text, voice: available(Self.voices, index), index: index)
            guard let delay else { continue }
            delays.append(delay)
            if delay > Self.late {
                let heard = events.compactMap { if case .final(let text, _) = $0 { text } else { nil } }
                progress("ended late, \(text) → \(heard.joined(separator: " | ")): \(Int(delay)) ms", 1)
            }
        }
        report.explain("end of speech → turn ended, questions, p50", Statistics.median(delays), "ms")
        report.explain("end of speech → turn ended, questions, p95", Statistics.quantile(0.95, of: delays), "ms")
        report.explain(
            "questions whose turn ended", 100 * Double(delays.count) / Double(TurnEndTexts.questions.count), "%")
    }

    func available(_ wanted: [String], _ index: Int) -> String {
        let there = wanted.filter { voices.voice($0) != nil }
        return there.isEmpty ? voices.standard.id : there[index % there.count]
    }

    /// Every other text is spoken as a whole and cut, as by somebody who halts; the others in two parts, as by somebody
    /// who stretches the last word.
    func paused(_ text: String, voice: String, index: Int) async throws -> (
        isFalse: Bool, delay: Double?, events: [EarEvent]
    ) {
        let parts = text.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        var scene = MicrophoneScene(seed: UInt64(index))
        scene.wait(0.8)
        let second: Utterance
        if index.isMultiple(of: 2) {
            let whole = try await voices.utterance(of: parts.joined(separator: " "), voice: voice)
            let words = parts[0].split(separator: " ").count
            let end = whole.pronunciation.words.dropFirst(words - 1).first?.end ?? 0
            scene.say(whole.audio.cut(0..<end).samples)
            second = Utterance(
                audio: whole.audio.cut(end..<whole.audio.duration),
                pronunciation: Pronunciation(phones: whole.pronunciation.phones.map { $0.moved(by: -end) }, words: []))
        } else {
            let first = try await voices.utterance(of: parts[0], voice: voice)
            scene.say(first.audio.cut(0..<first.lastSound).samples)
            second = try await voices.utterance(of: parts[1], voice: voice)
        }
        let pauseAt = scene.samples.count
        scene.wait(0.4 + 0.3 * scene.unit())
        let resumesAt = scene.samples.count
        scene.say(second.audio.samples)
        let end = resumesAt + Int(second.lastSound * Double(Ear.sampleRate))
        scene.wait(2.2)
        let events = await MicrophoneScene.play(scene.recorded(), into: recogniser)
        let stops = events.compactMap { if case .speechStopped(_, let decided) = $0 { decided } else { nil } }
        // Sound may be held for speech some frames beyond its end.
        let isFalse = stops.contains { $0 > pauseAt && $0 <= resumesAt + Ear.sampleRate / 10 }
        return (isFalse, stops.last { $0 > end }.map { Self.milliseconds($0 - end) }, events)
    }

    func question(_ text: String, voice: String, index: Int) async throws -> (delay: Double?, events: [EarEvent]) {
        let utterance = try await voices.utterance(of: text, voice: voice)
        var scene = MicrophoneScene(seed: 1000 + UInt64(index))
        scene.wait(0.8)
        let end = scene.samples.count + Int(utterance.lastSound * Double(Ear.sampleRate))
        scene.say(utterance.audio.samples)
        scene.wait(2.2)
        let events = await MicrophoneScene.play(scene.recorded(), into: recogniser)
        let stop = events.compactMap { if case .speechStopped(_, let decided) = $0 { decided } else { nil } }
            .last { $0 > end }
        return (stop.map { Self.milliseconds($0 - end) }, events)
    }

    static func milliseconds(_ samples: Int) -> Double { Double(samples) * 1000 / Double(Ear.sampleRate) }
}

extension Utterance {
    /// Seconds at which the last sound ends, before the silence behind it.
    var lastSound: Double { pronunciation.phones.last { $0.symbol != "sil" }?.end ?? audio.duration }
}

extension Phone {
    fileprivate func moved(by seconds: Double) -> Phone {
        Phone(symbol: symbol, start: start + seconds, end: end + seconds, stress: stress, confidence: confidence)
    }
}
