internal import Glibc

/// A filter of system calls (seccomp, Linux 3.5): from here on this process opens no socket, starts no program and
/// changes no file, whatever a document makes a library do. Refused calls fail with EPERM.
enum Sandbox {
    /// Does nothing on a kernel or processor without such filters; the limits hold there all the same.
    static func enter() {
        // `prctl` takes any number of arguments in C, which Swift cannot call by its name.
        guard !denied.isEmpty, let symbol = dlsym(UnsafeMutableRawPointer(bitPattern: 0), "prctl") else { return }
        typealias Control = @convention(c) (CInt, UInt, UInt, UInt, UInt) -> CInt
        let control = unsafeBitCast(symbol, to: Control.self)
        let (noNewPrivileges, setFilter, filterMode) = (CInt(38), CInt(22), UInt(2))
        guard control(noNewPrivileges, 1, 0, 0, 0) == 0 else { return }
        var program = Self.program
        program.withUnsafeMutableBufferPointer { buffer in
            var header = FilterProgram(count: UInt16(buffer.count), instructions: buffer.baseAddress)
            withUnsafeMutablePointer(to: &header) { _ = control(setFilter, filterMode, UInt(bitPattern: $0), 0, 0) }
        }
    }

    /// `struct sock_filter`.
    private struct Instruction {
        var code: UInt16
        var ifTrue: UInt8 = 0
        var ifFalse: UInt8 = 0
        var value: UInt32
    }

    /// `struct sock_fprog`.
    private struct FilterProgram {
        var count: UInt16
        var instructions: UnsafeMutablePointer<Instruction>?
    }

    private static let (load, equal, anyBit, atLeast, end): (UInt16, UInt16, UInt16, UInt16, UInt16) =
        (0x20, 0x15, 0x45, 0x35, 0x06)
    private static let (allow, refuse, unknown, kill): (UInt32, UInt32, UInt32, UInt32) =
        (0x7FFF_0000, 0x0005_0000 | UInt32(EPERM), 0x0005_0000 | UInt32(ENOSYS), 0x8000_0000)

    /// Offsets are those of `struct seccomp_data`: number, architecture, and arguments from 16 on.
    private static var program: [Instruction] {
        var program = [
            Instruction(code: load, value: 4),
            Instruction(code: equal, ifTrue: 1, value: architecture),
            Instruction(code: end, value: kill),
            Instruction(code: load, value: 0),
            // Calls of the x32 interface have numbers of their own.
            Instruction(code: atLeast, ifFalse: 1, value: 0x4000_0000),
            Instruction(code: end, value: refuse),
        ]
        for call in denied {
            program.append(Instruction(code: equal, ifFalse: 1, value: call))
            program.append(Instruction(code: end, value: refuse))
        }
        // The C library does without these and takes the older calls, whose arguments can be looked at.
        for call in newer {
            program.append(Instruction(code: equal, ifFalse: 1, value: call))
            program.append(Instruction(code: end, value: unknown))
        }
        let writing = UInt32(O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)
        for (call, argument) in opening {
            program += [
                Instruction(code: equal, ifFalse: 4, value: call),
                Instruction(code: load, value: 16 + 8 * argument),
                Instruction(code: anyBit, ifFalse: 1, value: writing),
                Instruction(code: end, value: refuse),
                Instruction(code: end, value: allow),
            ]
        }
        let thread: UInt32 = 0x10000  // CLONE_THREAD
        program += [
            Instruction(code: equal, ifFalse: 3, value: clone),
            Instruction(code: load, value: 16),
            Instruction(code: anyBit, ifTrue: 1, value: thread),
            Instruction(code: end, value: refuse),
            Instruction(code: end, value: allow),
        ]
        return program
    }

    /// io_uring_setup, openat2 and clone3 have these numbers everywhere.
    private static let newer: [UInt32] = [425, 437, 435]

    #if arch(x86_64)
        private static let architecture: UInt32 = 0xC000_003E
        /// socket, connect, accept, sendto, bind, listen, socketpair, accept4, fork, vfork, execve, execveat, kill,
        /// ptrace, creat, truncate, rename, mkdir, rmdir, link, unlink, symlink, chmod, chown, the same by directory, mount,
        /// process_vm_readv, process_vm_writev, bpf, userfaultfd.
        private static let denied: [UInt32] = [
            41, 42, 43, 44, 49, 50, 53, 288, 57, 58, 59, 322, 62, 101, 85, 76, 82, 83, 84, 86, 87, 88, 90, 92, 258, 260,
            263, 264, 265, 266, 268, 316, 165, 310, 311, 321, 323,
        ]
        private static let opening: [(UInt32, UInt32)] = [(2, 1), (257, 2)]
        private static let clone: UInt32 = 56
    #elseif arch(arm64)
        private static let architecture: UInt32 = 0xC000_00B7
        /// The same, as far as this architecture has them.
        private static let denied: [UInt32] = [
            198, 203, 202, 206, 200, 201, 199, 242, 221, 281, 129, 117, 45, 34, 35, 36, 37, 38, 53, 54, 276, 40, 270,
            271,
            280, 282,
        ]
        private static let opening: [(UInt32, UInt32)] = [(56, 2)]
        private static let clone: UInt32 = 220
    #else
        private static let architecture: UInt32 = 0
        private static let denied: [UInt32] = []
        private static let opening: [(UInt32, UInt32)] = []
        private static let clone: UInt32 = 0
    #endif
}
