internal import Core
internal import Foundation
internal import Media
internal import Synchronization

/// A visitor's microphone: 20 ms after 20 ms of sound in real time, of speech where some is to be said, of a room's noise
/// otherwise. A packet goes out when its 20 ms are over. One thread, until ``close()``.
final class Microphone: Sendable {
    static let sampleRate = 16_000
    private static let slot = sampleRate / OpusStreamEncoder.rate
    private static let slotTime: Int64 = 20_000_000
    /// Of the room, dB of full scale.
    private static let noise = -60.0

    private struct State {
        var random: SplitMix64
        /// Slots that have been taken.
        var slots: Int64 = 0
        var speech: [Float] = []
        /// Nil: the room is without an echo.
        var echo: EchoPath?
        var isClosed = false
    }
    private let state: Mutex<State>
    private let began: Int64

    init(seed: UInt64, send: @escaping @Sendable (OpusPacket, MediaTime) -> Void) throws {
        state = Mutex(State(random: SplitMix64(seed: seed)))
        began = MonotonicClock.now
        let thread = Thread { [weak self] in
            guard let encoder = try? OpusStreamEncoder(sampleRate: Self.sampleRate) else { return }
            var slot: Int64 = 0
            while let samples = self?.next() {
                slot += 1
                if let due = self.map({ $0.began + slot * Self.slotTime }) { Self.wait(until: due) }
                if let packet = try? encoder.encode(samples) { send(packet, MediaTime(slot, rate: 50)) }
            }
        }
        thread.name = "microphone"
        thread.qualityOfService = .userInteractive
        thread.start()
    }

    deinit { close() }

    /// Says it behind what is being said.
    ///
    /// - Returns: When its first sample is spoken, on ``MonotonicClock``.
    @discardableResult func speak(_ samples: [Float]) -> Int64 {
        state.withLock { state in
            let sample = state.slots * Int64(Self.slot) + Int64(state.speech.count)
            state.speech += samples
            return began + Self.nanoseconds(sample)
        }
    }

    /// Lets the microphone hear the loudspeaker, or not.
    func setEcho(_ echo: EchoPath?) { state.withLock { $0.echo = echo } }

    /// What the loudspeaker plays, mono at 48 kHz.
    func playBack(_ samples: [Int16]) { state.withLock { $0.echo?.hear(samples) } }

    /// No packet begins after it.
    func close() { state.withLock { $0.isClosed = true } }

    static func nanoseconds(_ samples: Int64) -> Int64 { samples * 1_000_000_000 / Int64(sampleRate) }

    /// What the slot that begins now holds, as it will have been recorded at its end.
    private func next() -> [Float]? {
        state.withLock { state in
            guard !state.isClosed else { return nil }
            state.slots += 1
            let speech = state.speech.prefix(Self.slot)
            state.speech.removeFirst(speech.count)
            var samples = state.echo?.take(Self.slot) ?? [Float](repeating: 0, count: Self.slot)
            for (place, sample) in speech.enumerated() { samples[place] += sample }
            let amplitude = Float(pow(10, Self.noise / 20) * 3.0.squareRoot())
            for place in samples.indices { samples[place] += Float(state.random.unit() * 2 - 1) * amplitude }
            return samples
        }
    }

    private static func wait(until time: Int64) {
        var due = timespec(tv_sec: Int(time / 1_000_000_000), tv_nsec: Int(time % 1_000_000_000))
        while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, nil) == EINTR {}
    }
}
