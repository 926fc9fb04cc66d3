import Core
import Speech
import Synchronization

/// Says each word as 100 ms of a tone, on a script of failures; a stand-in for a provider's voice.
final class ScriptedVoice: SpeechSource {
    struct Script: Sendable {
        var sampleRate = 24_000
        /// Words in all, after which ``fault`` is thrown; nil never.
        var words: Int?
        var fault = ProviderError(.speaking, "scripted", .cut)
        var tellsWords = true
    }
    let all: [Voice]
    private let script: Script
    private let builtIn = Voices()
    private let state = Mutex((asked: [(text: String, voice: String)](), said: 0, dropped: 0))

    init(_ script: Script = .init()) {
        self.script = script
        all = builtIn.all
    }

    var asked: [(text: String, voice: String)] { state.withLock { $0.asked } }

    func voice(forLanguage tag: String) -> Voice? { builtIn.voice(forLanguage: tag) }

    func speech(of text: String, voice: VoiceChoice) throws(SpeechError) -> SpeechStream {
        state.withLock { $0.asked.append((text, voice.id)) }
        guard text.contains(where: { $0.isLetter || $0.isNumber }) else { throw .nothingSpeakable }
        if voice.id != "scripted" { return try builtIn.speech(of: text, voice: voice) }
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        let count = script.sampleRate / 10
        let script = script
        let position = Counter()
        return SpeechStream(
            AsyncThrowingStream { [self] in
                let index = position.next()
                guard index < words.count else { return nil }
                if let limit = script.words, state.withLock({ $0.said }) >= limit { throw script.fault }
                state.withLock { $0.said += 1 }
                let start = Double(index) / 10
                return SpeechChunk(
                    firstSample: index * count,
                    audio: AudioClip(
                        samples: (0..<count).map { Float($0 % 40) / 100 }, sampleRate: script.sampleRate),
                    pronunciation: script.tellsWords
                        ? Pronunciation(
                            phones: [Phone(symbol: "aa", start: start, end: start + 0.1)],
                            words: [Word(text: words[index], start: start, end: start + 0.1)]) : nil,
                    text: words[index] + " ")
            })
    }
}

private final class Counter: Sendable {
    private let value = Atomic(0)
    func next() -> Int { value.add(1, ordering: .relaxed).oldValue }
}
