internal import Foundation
internal import Storage

/// The folder of one server's data: database, caches, its own certificate.
///
/// While a value lives, no other server can use the folder: a lock the system gives back whatever way the process ends.
final class DataFolder: Sendable {
    let url: URL
    private let lock: Int32

    /// Makes the folder when it is missing, closed to others.
    /// - Throws: ``ServeError/cannotMakeFolder(path:reason:)``, ``ServeError/alreadyRunning(path:process:)``.
    init(_ url: URL) throws(ServeError) {
        self.url = url
        try Self.make(url)
        let path = url.appending(path: "server.lock").path
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .cannotMakeFolder(path: url.path, reason: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
            close(descriptor)
            throw .alreadyRunning(path: url.path, process: holder.flatMap { Int($0) }.map(String.init))
        }
        let process = "\(getpid())"
        ftruncate(descriptor, 0)
        _ = process.withCString { write(descriptor, $0, strlen($0)) }
        lock = descriptor
    }

    deinit { close(lock) }

    var database: String { Self.database(in: url) }
    /// With which secrets in the database are sealed; without it they are lost.
    var secretKey: String { url.appending(path: "secret.key").path }
    /// Encoded loops, unpacked archives, samples: can be deleted while no server runs.
    var cache: URL { url.appending(path: "cache", directoryHint: .isDirectory) }

    static func database(in url: URL) -> String { url.appending(path: "visavis.sqlite").path }

    /// - Throws: ``ServeError/cannotMakeFolder(path:reason:)``.
    static func make(_ url: URL) throws(ServeError) {
        do {
            try FileManager.default.createDirectory(
                at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .cannotMakeFolder(path: url.path, reason: (error as NSError).localizedDescription)
        }
        guard access(url.path, R_OK | W_OK | X_OK) == 0 else {
            throw .cannotMakeFolder(path: url.path, reason: "it is closed to you")
        }
    }
}
