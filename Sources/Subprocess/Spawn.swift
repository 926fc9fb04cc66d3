package import Glibc

/// Why a program could not be started, in the system's words.
package struct SpawnFailure: Error, Equatable, CustomStringConvertible {
    package let description: String
}

/// Starts programs of ours beside this one.
package enum Spawn {
    /// The socket is the program's input and output, its signals are at their defaults, its process group is its own, so
    /// that a Ctrl-C at the terminal leaves it to us, and no key or token is in its environment.
    ///
    /// - Parameters:
    ///   - name: What it is called as.
    ///   - environment: The variables it gets of ours.
    /// - Returns: A process that the caller has to wait for.
    package static func start(
        _ path: String, as name: String, socket: CInt, environment: [String] = ["PATH", "LD_LIBRARY_PATH", "LANG"]
    ) throws(SpawnFailure) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, socket, 0)
        posix_spawn_file_actions_adddup2(&actions, socket, 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
        var arguments = [strdup(name), nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.compactMap { name in
            getenv(name).map { strdup("\(name)=\(String(cString: $0))") }
        }
        variables.append(nil)
        defer { for text in arguments + variables { free(text) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, path, &actions, &attributes, &arguments, &variables)
        guard code == 0 else { throw SpawnFailure(description: String(cString: strerror(code))) }
        return process
    }
}
