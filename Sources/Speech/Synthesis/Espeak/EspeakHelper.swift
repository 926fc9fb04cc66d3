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

/// Owns one process of `visavis-espeak` and the socket to it; killed and reaped when the last reference goes. Its
/// methods block, and one thread at a time may call them.
final class EspeakHelper {
    /// Seconds without a byte after which the helper counts as hung; a clause takes milliseconds.
    static let patience = 10.0
    /// Seconds it may take to start; measured 20 ms.
    static let startPatience = 5.0
    /// Seconds of sound that no clause reaches.
    static let longestSound = 300

    let processID: pid_t
    private(set) var engine = ""
    private var sampleRate = 0
    private let socket: CInt
    private var isReaped = false
    private var frames = WireFrames(longest: EspeakWire.longestFrame)
    private var requests: UInt32 = 0

    /// Starts the process and waits until it is ready.
    init(_ executable: EspeakExecutable) throws(HelperDeath) {
        var pair: [CInt] = [0, 0]
        guard socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &pair) == 0 else {
            throw HelperDeath(reason: String(cString: strerror(errno)), isStillborn: true)
        }
        socket = pair[0]
        do throws(HelperDeath) {
            // The helper alone keeps its end, so that its death is seen here.
            defer { close(pair[1]) }
            processID = try Self.spawn(executable.path, socket: pair[1])
        } catch {
            close(pair[0])
            throw error
        }
        guard case .ready(EspeakWire.version, let rate, let engine) = try greeting(), (8_000...48_000).contains(rate)
        else { throw HelperDeath(reason: "the helper is of another version of Visavis", isStillborn: true) }
        (sampleRate, self.engine) = (Int(rate), engine)
    }

    deinit {
        close(socket)
        if !isReaped {
            kill(processID, SIGKILL)
            _ = reap()
        }
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
        var sent = 0
        while sent < frame.count {
            // The helper reads whenever it is not speaking, so this waits for nothing.
            let count = frame.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress! + sent, frame.count - sent, CInt(MSG_NOSIGNAL))
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw death() }
            sent += count
        }
    }

    private var waited = 0.0

    /// The next message; nil when none came within so many seconds, so that the caller can look around.
    private func receive(
        onlyFor seconds: Double, atMost patience: Double = EspeakHelper.patience
    ) throws(HelperDeath) -> EspeakReply? {
        while true {
            do throws(WireError) {
                if let frame = try frames.next() { return try EspeakReply(frame: frame) }
            } catch {
                throw end("the helper's answer makes no sense (\(error))")
            }
            var event = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            guard poll(&event, 1, CInt(seconds * 1000)) > 0 else {
                waited += seconds
                if waited >= patience { throw end("the helper did not answer for \(Int(patience)) s") }
                return nil
            }
            waited = 0
            var portion = [UInt8](repeating: 0, count: 65_536)
            let count = recv(socket, &portion, portion.count, 0)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw death() }
            frames.append(portion[..<count])
        }
    }

    private func end(_ reason: String) -> HelperDeath {
        kill(processID, SIGKILL)
        _ = reap()
        return HelperDeath(reason: reason)
    }

    /// The socket is closed, so the process has ended or is about to.
    private func death() -> HelperDeath {
        var attempts = 0
        while !reap(WNOHANG) && attempts < 100 {
            usleep(1_000)
            attempts += 1
        }
        if !isReaped {
            kill(processID, SIGKILL)
            _ = reap()
        }
        let (signal, code) = (status & 0x7F, status >> 8 & 0xFF)
        if signal != 0 { return HelperDeath(reason: "the helper was killed by signal \(signal)") }
        return HelperDeath(
            reason: code == 127
                ? "the helper cannot be started; a library is missing, install libespeak-ng1"
                : "the helper ended with status \(code)")
    }

    private var status: CInt = 0

    /// True once the process is reaped.
    private func reap(_ options: CInt = 0) -> Bool {
        if isReaped { return true }
        while true {
            let result = waitpid(processID, &status, options)
            if result < 0 && errno == EINTR { continue }
            isReaped = result != 0
            return isReaped
        }
    }

    private static func spawn(_ path: String, socket: CInt) throws(HelperDeath) -> pid_t {
        do throws(SpawnFailure) {
            return try Spawn.start(
                path, as: "visavis-espeak", socket: socket,
                environment: ["PATH", "LD_LIBRARY_PATH", "LANG", "ESPEAK_DATA_PATH"])
        } catch {
            throw HelperDeath(reason: "the helper cannot be started: \(error)", isStillborn: true)
        }
    }
}
