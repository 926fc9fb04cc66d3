internal import EspeakWire
internal import Foundation
internal import Glibc
internal import Subprocess

/// What espeak-ng made of one text.
struct EspeakSound: Equatable, Sendable {
    var samples: [Int16] = []
    /// Hz.
    var sampleRate: Int
    /// In order of time.
    var events: [EspeakReply.Event] = []
}

/// The helper ended, hung or talked nonsense: it is of no use any more.
struct HelperDeath: Error, Equatable {
    /// As a clause: "the helper was killed by signal 9".
    var reason: String
    /// True when it never said that it is ready.
    var isStillborn = false
}

/// One process of `visavis-espeak`; ended when the last reference goes. Its methods block, and one thread at a time may
/// call them.
final class EspeakHelper {
    /// Seconds without a byte after which the helper counts as hung; a clause takes milliseconds.
    static let patience = 10.0
    /// Seconds it may take to start; measured 20 ms.
    static let startPatience = 5.0
    /// Seconds of sound that no clause reaches.
    static let longestSound = 300

    private(set) var engine = ""
    private var sampleRate = 0
    private let process: ChildProcess
    private var requests: UInt32 = 0
    /// Seconds in which nothing came.
    private var waited = 0.0

    var processID: pid_t { process.processID }

    /// Starts the process and waits until it is ready.
    init(_ executable: EspeakExecutable) throws(HelperDeath) {
        do throws(SpawnFailure) {
            process = try ChildProcess(
                executable.path, as: "visavis-espeak",
                environment: ["PATH", "LD_LIBRARY_PATH", "LANG", "ESPEAK_DATA_PATH"],
                longestFrame: EspeakWire.longestFrame)
        } catch {
            throw HelperDeath(reason: "the helper cannot be started: \(error)", isStillborn: true)
        }
        guard case .ready(EspeakWire.version, let rate, let engine) = try greeting(), (8_000...48_000).contains(rate)
        else { throw HelperDeath(reason: "the helper is of another version of Visavis", isStillborn: true) }
        (sampleRate, self.engine) = (Int(rate), engine)
    }

    /// Speaks one text, to its end or until `isCancelled`.
    /// - Returns: Nil when espeak-ng refuses the text or the voice, or the request was cancelled.
    func speak(
        _ text: String, voice: String, wordsPerMinute: UInt16, pitch: UInt8, isCancelled: Flag
    ) throws(HelperDeath) -> EspeakSound? {
        requests &+= 1
        let id = requests
        try send(
            EspeakRequest.speak(
                .init(id: id, voice: voice, wordsPerMinute: wordsPerMinute, pitch: pitch, text: text)
            ).frame)
        var sound = EspeakSound(sampleRate: sampleRate)
        var wasCancelled = false
        while true {
            if isCancelled.isRaised && !wasCancelled {
                wasCancelled = true
                try send(EspeakRequest.cancel(id: id).frame)
            }
            switch try receive(onlyFor: wasCancelled ? Self.patience : 0.02) {
            case .sound(id, let samples, let events):
                sound.samples += samples
                sound.events += events
                if sound.samples.count > Self.longestSound * sampleRate { throw end("the helper spoke without end") }
            case .done(id): return wasCancelled ? nil : sound
            case .refused(id, _): return nil
            case nil: continue
            default: throw end("the helper answered what nobody asked")
            }
        }
    }

    /// The phonemes of one text in IPA.
    /// - Returns: Nil when espeak-ng refuses.
    func phonemes(of text: String, voice: String) throws(HelperDeath) -> String? {
        requests &+= 1
        let id = requests
        try send(EspeakRequest.transcribe(id: id, voice: voice, text: text).frame)
        while true {
            switch try receive(onlyFor: Self.patience) {
            case .phonemes(id, let phonemes): return phonemes
            case .refused(id, _): return nil
            case nil: continue
            default: throw end("the helper answered what nobody asked")
            }
        }
    }

    private func greeting() throws(HelperDeath) -> EspeakReply {
        do throws(HelperDeath) {
            while true {
                switch try receive(onlyFor: Self.startPatience, atMost: Self.startPatience) {
                case .broken(let reason): throw HelperDeath(reason: reason)
                case let reply?: return reply
                case nil: continue
                }
            }
        } catch {
            throw HelperDeath(reason: error.reason, isStillborn: true)
        }
    }

    private func send(_ frame: [UInt8]) throws(HelperDeath) {
        var rest = frame[...]
        while !rest.isEmpty {
            guard let count = process.send(rest) else { throw death() }
            rest = rest.dropFirst(count)
            // The helper reads whenever it is not speaking.
            if count == 0 && !process.wait(for: .output, atMost: Self.patience) { throw silence(Self.patience) }
        }
    }

    /// The next message; nil when none came within so many seconds, so that the caller can look around.
    private func receive(
        onlyFor seconds: Double, atMost patience: Double = EspeakHelper.patience
    ) throws(HelperDeath) -> EspeakReply? {
        while true {
            let received: ChildProcess.Received
            do throws(WireError) {
                received = try process.receive()
                if case .frame(let frame) = received {
                    waited = 0
                    return try EspeakReply(frame: frame)
                }
            } catch {
                throw end("the helper's answer makes no sense (\(error))")
            }
            if case .closed = received { throw death() }
            if process.wait(for: .input, atMost: seconds) { continue }
            waited += seconds
            if waited >= patience { throw silence(patience) }
            return nil
        }
    }

    private func end(_ reason: String) -> HelperDeath {
        process.kill()
        return HelperDeath(reason: reason)
    }

    private func silence(_ seconds: Double) -> HelperDeath {
        end("the helper did not answer for \(Int(seconds)) s")
    }

    private func death() -> HelperDeath {
        let reason =
            switch process.end() {
            case .signal(let signal): "the helper was killed by signal \(signal)"
            case .status(127): "the helper cannot be started; a library is missing, install libespeak-ng1"
            case .status(let code): "the helper ended with status \(code)"
            }
        return HelperDeath(reason: reason)
    }
}
