internal import Glibc

/// What this process may take of the machine, whatever a document does to the libraries that read it.
enum Limits {
    /// Bytes of address space. A document of 32 MB lies here two or three times while it is read; libraries and stacks
    /// take some 150 MB of addresses.
    static let addressSpace: UInt = 768 << 20

    static func apply() {
        // Whatever the one who started this did not mark as its own.
        for descriptor in 3..<1024 { close(CInt(descriptor)) }
        set(RLIMIT_AS, addressSpace)
        set(RLIMIT_CORE, 0)
        // No file grows by a byte, and few are open: character maps are read from files.
        set(RLIMIT_FSIZE, 0)
        set(RLIMIT_NOFILE, 16)
    }

    /// From now on so many more seconds of processor time; SIGXCPU ends the process after them.
    static func allow(processorSeconds: UInt32) {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        // Both times round up.
        let used = UInt(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + 2)
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limit)
        limit.rlim_cur = min(used + UInt(processorSeconds), limit.rlim_max)
        setrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limit)
    }

    private static func set(_ resource: __rlimit_resource, _ value: UInt) {
        var limit = rlimit(rlim_cur: value, rlim_max: value)
        setrlimit(__rlimit_resource_t(resource.rawValue), &limit)
    }
}
