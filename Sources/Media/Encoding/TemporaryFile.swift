internal import Glibc

/// Makes an empty hidden file in the folder of `path`, for a result that gets its name only when it is whole.
func temporaryFile(beside path: String) throws(EncodingError) -> String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let folder = parts.dropLast().joined(separator: "/")
    let name = ".\(parts.last ?? "").XXXXXX"
    var template = Array((parts.count > 1 ? "\(folder)/\(name)" : name).utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw .cannotWrite(path: path, reason: lastReason()) }
    // mkstemp makes files for the owner alone; a result is as readable as any file the person makes.
    let mask = umask(0)
    umask(mask)
    fchmod(descriptor, 0o666 & ~mask)
    close(descriptor)
    return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
}

/// The operating system's words for `errno`.
func lastReason() -> String { String(cString: strerror(errno)) }
