internal import Glibc

/// What this process may take of the machine, whatever a text does to espeak-ng.
enum Limits {
    static func apply() {
        // Whatever the one who started this did not mark as its own.
        for descriptor in 3..<1024 { close(CInt(descriptor)) }
        // Measured: 20 MB resident with a voice loaded; the address space is mostly libraries.
        set(RLIMIT_AS, 1 << 30)
        set(RLIMIT_CORE, 0)
        set(RLIMIT_NOFILE, 32)
    }

    private static func set(_ resource: __rlimit_resource, _ value: UInt) {
        var limit = rlimit(rlim_cur: value, rlim_max: value)
        setrlimit(__rlimit_resource_t(resource.rawValue), &limit)
    }
}
