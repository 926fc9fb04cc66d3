internal import Glibc

/// A file handed over by its path.
enum DocumentFile {
    /// - Throws: `IngestionError.notFound` for what is no regular file, `.tooLarge`.
    static func bytes(_ path: String, limit: Int) throws(IngestionError) -> [UInt8] {
        // A pipe or device would block or never end.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .notFound(path: path, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .notFound(path: path, reason: "it is no file")
        }
        let size = Int(status.st_size)
        guard size <= limit else { throw .tooLarge(bytes: size, limit: limit) }
        var failure: CInt = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { target, filled in
            filled = 0
            while filled < size {
                let count = Glibc.read(descriptor, target.baseAddress! + filled, size - filled)
                if count < 0 && errno == EINTR { continue }
                if count < 0 { failure = errno }
                if count <= 0 { return }
                filled += count
            }
        }
        guard failure == 0 else { throw .notFound(path: path, reason: String(cString: strerror(failure))) }
        return bytes
    }
}
