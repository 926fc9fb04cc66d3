internal import Foundation

/// A thread with a name that one can wait for. Runs its body at once.
final class StageThread: @unchecked Sendable {
    private let handle: pthread_t

    private final class Start {
        let name: String
        let body: @Sendable () -> Void
        init(name: String, body: @escaping @Sendable () -> Void) { (self.name, self.body) = (name, body) }
    }

    /// - Parameter name: At most 15 characters, as the system's tools show it.
    init(_ name: String, _ body: @escaping @Sendable () -> Void) {
        let start = Unmanaged.passRetained(Start(name: name, body: body))
        var handle = pthread_t()
        let status = pthread_create(
            &handle, nil,
            { context in
                guard let context else { return nil }
                let start = Unmanaged<Start>.fromOpaque(context).takeRetainedValue()
                Thread.current.name = start.name
                start.body()
                return nil
            }, start.toOpaque())
        // Only a machine out of threads or memory refuses; nothing could go on there.
        precondition(status == 0, "no thread can be started")
        self.handle = handle
    }

    /// Blocks until the body has ended. Once, and not from the thread itself.
    func join() { pthread_join(handle, nil) }

    /// How many processors the process may run on; a set narrower than the machine counts, which `ProcessInfo` does not
    /// say: the bits of `Cpus_allowed` (proc(5)).
    static var processors: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let mask = status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed:") }?.split(separator: "\t").last
        let allowed = (mask ?? "").reduce(0) { $0 + ($1.hexDigitValue ?? 0).nonzeroBitCount }
        return allowed > 0 ? allowed : max(ProcessInfo.processInfo.activeProcessorCount, 1)
    }

    /// Of the calling thread, in Linux's steps.
    static func lowerPriority(by steps: Int32) {
        let thread = Int32(PRIO_PROCESS.rawValue)
        setpriority(thread, 0, min(getpriority(thread, 0) + steps, 19))
    }
}
