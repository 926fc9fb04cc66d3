package import Core
internal import Synchronization

/// Speech that was spoken before: openings, frequent answers, fillers and apologies sound at once, with their phones.
/// One per server; any thread.
///
/// Keeps whole short texts by text, voice and settings, at 16 bits a sample, and forgets what was not asked for longest
/// when it is full. Counts `visavis_speech_cache_total` by outcome and `visavis_speech_cache_bytes`.
package final class SpokenClauseCache: Sendable {
    struct Key: Hashable {
        var text: String
        var voice: VoiceChoice
        var goesOn: Bool
    }

    private struct Entry {
        var chunks: [Chunk]
        var bytes: Int
        /// Rises with every use.
        var used: Int
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var bytes = 0
        var uses = 0
    }

    private let state = Mutex(State())
    private let limit: Int
    private let metrics: Metrics?

    /// Characters of a text that is kept.
    package static let longestText = 300

    /// - Parameter limit: Bytes; 0 keeps nothing.
    package init(limit: Int, metrics: Metrics? = nil) {
        (self.limit, self.metrics) = (limit, metrics)
    }

    /// Bytes kept.
    package var bytes: Int { state.withLock(\.bytes) }

    func chunks(for key: Key) -> [SpeechChunk]? {
        let found = state.withLock { state -> [Chunk]? in
            guard let chunks = state.entries[key]?.chunks else { return nil }
            state.uses += 1
            state.entries[key]?.used = state.uses
            return chunks
        }
        metrics?.count(
            "visavis_speech_cache_total", "Texts that were sought among those spoken before.",
            labels: ["outcome": found == nil ? "miss" : "hit"])
        return found?.map(\.speech)
    }

    /// More than an eighth of the limit is not kept.
    func keep(_ chunks: [SpeechChunk], for key: Key) {
        let kept = chunks.map(Chunk.init)
        let bytes = kept.reduce(key.text.utf8.count + 200) { $0 + $1.bytes }
        guard bytes <= limit / 8 else { return }
        let total = state.withLock { state in
            state.uses += 1
            state.bytes += bytes - (state.entries[key]?.bytes ?? 0)
            state.entries[key] = Entry(chunks: kept, bytes: bytes, used: state.uses)
            while state.bytes > limit, let oldest = state.entries.min(by: { $0.value.used < $1.value.used }) {
                state.bytes -= oldest.value.bytes
                state.entries[oldest.key] = nil
            }
            return state.bytes
        }
        metrics?.set("visavis_speech_cache_bytes", "Bytes of speech kept.", to: Double(total))
    }

    /// A chunk at half its size.
    private struct Chunk {
        var firstSample: Int
        var sampleRate: Int
        var samples: [Int16]
        var pronunciation: Pronunciation?
        var text: String

        init(_ chunk: SpeechChunk) {
            (firstSample, sampleRate, text) = (chunk.firstSample, chunk.audio.sampleRate, chunk.text)
            pronunciation = chunk.pronunciation
            samples = chunk.audio.samples.map { Int16((min(max($0, -1), 1) * 32_767).rounded()) }
        }

        /// A phone or word takes about so much with its string.
        private static let eventBytes = 64
        var bytes: Int {
            2 * samples.count + text.utf8.count
                + Self.eventBytes * ((pronunciation?.phones.count ?? 0) + (pronunciation?.words.count ?? 0))
        }

        var speech: SpeechChunk {
            SpeechChunk(
                firstSample: firstSample,
                audio: AudioClip(samples: samples.map { Float($0) / 32_767 }, sampleRate: sampleRate),
                pronunciation: pronunciation, text: text)
        }
    }
}
