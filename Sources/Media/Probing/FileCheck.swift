internal import Glibc

/// What can be said of a file without opening its contents.
func checkFile(_ path: String) throws(MediaError) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw .unreadable(path: path, reason: lastReason()) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(path: path, reason: "not a file") }
    guard access(path, R_OK) == 0 else { throw .unreadable(path: path, reason: lastReason()) }
    if status.st_size == 0 { throw .empty }
}

/// Whether an MP4 or MOV file ends before its boxes do (ISO/IEC 14496-12 §4.2), or lacks the index `moov`.
func isCutMP4(_ path: String) -> Bool {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { close(file) }
    let end = UInt64(max(lseek(file, 0, SEEK_END), 0))
    var position: UInt64 = 0
    var hasIndex = false
    // Real files have a handful of boxes at the top; fragmented ones a few per second.
    for _ in 0..<100_000 where position < end {
        var header = [UInt8](repeating: 0, count: 16)
        let got = pread(file, &header, 16, off_t(position))
        guard got >= 8 else { return true }
        var size = header[0..<4].reduce(0) { $0 << 8 | UInt64($1) }
        if size == 1 { size = got == 16 ? header[8..<16].reduce(0) { $0 << 8 | UInt64($1) } : 0 }
        if size == 0 { size = end - position }
        if Array(header[4..<8]) == Array("moov".utf8) { hasIndex = true }
        guard size >= 8, size <= end - position else { return true }
        position += size
    }
    return !hasIndex
}
