internal import Foundation
internal import Glibc

/// The decoding process: everything that touches a file's contents runs here, under limits, so that a hostile file
/// can at worst end this process.
package enum FootageDecoding {
    /// The hidden subcommand that the executable must hand to ``runChild(arguments:)``.
    package static let subcommand = "__decode"

    /// Does one job and returns the exit status. Standard input is the lifeline: when the parent's end closes, the
    /// process exits. Standard output carries the records; nothing else is printed.
    ///
    /// - Parameter arguments: What follows the subcommand: one job as JSON, made by this module in the parent.
    package static func runChild(arguments: [String]) -> Int32 {
        guard arguments.count == 1, let request = try? fromJSON(DecodeRequest.self, Array(arguments[0].utf8)) else {
            return 64  // EX_USAGE of sysexits.h
        }
        // What the parent had open besides our three is none of this process's business.
        for descriptor in STDERR_FILENO + 1..<1024 { close(descriptor) }
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        followLifeline()
        // Plugins may print: the records get a descriptor of their own.
        let records = RecordWriter(descriptor: dup(STDOUT_FILENO))
        dup2(STDERR_FILENO, STDOUT_FILENO)
        // Plugins are read before the limits, files after.
        GStreamer.start()
        DecodeLimits.apply()
        do throws(MediaError) {
            try run(request, records)
            try records.write(.end, [])
            return 0
        } catch {
            do throws(MediaError) { try records.write(.error, toJSON(error)) } catch { return 1 }
            return 1
        }
    }

    private static func run(_ request: DecodeRequest, _ records: RecordWriter) throws(MediaError) {
        switch request.job {
        case .probe(let limits):
            try records.write(.json, toJSON(try ProbeJob.run(path: request.path, limits: limits)))
        case .video(let job):
            _ = try ProbeJob.containerName(request.path)
            try VideoDecoding(path: request.path, job: job).run(records)
        case .audio(let job):
            _ = try ProbeJob.containerName(request.path)
            try AudioDecoding(path: request.path, job: job).run(records)
        }
    }

    private static func followLifeline() {
        let thread = Thread {
            var byte: UInt8 = 0
            while read(STDIN_FILENO, &byte, 1) < 0 && errno == EINTR {}
            _exit(0)
        }
        thread.stackSize = 64 << 10
        thread.start()
    }
}

/// What the decoding process may use. Generous for any file that is accepted, and far from hurting the machine.
private enum DecodeLimits {
    static func apply() {
        // 4K HEVC with one thread per core is estimated at some 600 MB on 2 cores; not measured.
        set(__rlimit_resource_t(RLIMIT_DATA.rawValue), 3 << 30)
        // Address space counts reserved but untouched memory too: thread stacks, malloc arenas.
        set(__rlimit_resource_t(RLIMIT_AS.rawValue), 12 << 30)
        set(__rlimit_resource_t(RLIMIT_CPU.rawValue), 3600)
        set(__rlimit_resource_t(RLIMIT_CORE.rawValue), 0)
        set(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), 0)
        set(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), 128)
    }

    private static func set(_ resource: __rlimit_resource_t, _ value: rlim_t) {
        var limit = rlimit()
        getrlimit(resource, &limit)
        let allowed = min(value, limit.rlim_max)
        limit = rlimit(rlim_cur: allowed, rlim_max: allowed)
        setrlimit(resource, &limit)
    }
}
