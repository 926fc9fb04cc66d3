/// Why the database did not do what was asked.
package enum StorageError: Error, Equatable, CustomStringConvertible {
    case cannotOpen(path: String, reason: String)
    /// The file is no SQLite database, or a damaged one.
    case damaged(path: String, reason: String)
    /// The file is a SQLite database, but not of Visavis.
    case foreign(path: String)
    /// Written by a newer Visavis.
    case newerSchema(path: String, found: Int, known: Int)
    /// An applied migration is not what this program knows under its number.
    case changedMigration(path: String, version: Int)
    /// Another process held the database for longer than the busy timeout.
    case busy
    case diskFull
    /// Anything else, in SQLite's words.
    case failed(code: Int32, message: String)

    package var description: String {
        switch self {
        case .cannotOpen(let path, let reason): "cannot open the database \(path): \(reason)"
        case .damaged(let path, let reason):
            "the database \(path) is damaged (\(reason)); restore it from a backup or move it away"
        case .foreign(let path): "\(path) is a database of another program; choose another data directory"
        case .newerSchema(let path, let found, let known):
            "the database \(path) was written by a newer Visavis (schema \(found); this one knows \(known)); "
                + "install that version or choose another data directory"
        case .changedMigration(let path, let version):
            "the database \(path) was changed by another build of Visavis (migration \(version) differs)"
        case .busy: "another process keeps the database busy; try again"
        case .diskFull: "the disk of the data directory is full"
        case .failed(let code, let message): "the database refused (\(code)): \(message)"
        }
    }
}
