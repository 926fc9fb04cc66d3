internal import Foundation
internal import Storage

/// The data folder and the database in it.
enum DataCheck {
    static func examine(_ folder: URL) async -> [Examination] {
        let manager = FileManager.default
        guard manager.fileExists(atPath: folder.path) else {
            return [Examination("data", .skipped, "\(folder.path) is not there yet; the first start makes it")]
        }
        guard manager.isWritableFile(atPath: folder.path) else {
            return [
                Examination(
                    "data", .broken, "\(folder.path) is closed to this user",
                    advice: "give it to the user that runs the server, or choose another with --data")
            ]
        }
        let path = folder.appending(path: "visavis.sqlite").path
        guard manager.fileExists(atPath: path) else {
            return [.fine("data", "\(folder.path) can be written to; it has no database yet")]
        }
        do {
            let database = try Database(path: path)
            try await database.checkWritable()
            let state = try await database.integrity()
            guard state == "ok" else {
                return [
                    Examination("data", .broken, "\(path) is damaged: \(state)", advice: "restore it from a backup")
                ]
            }
            let keys = try await APIKeys(database).list().count { $0.revokedAt == nil }
            return [
                .fine("data", "\(path) is whole"),
                keys > 0
                    ? .fine("keys", "\(keys) valid API \(keys == 1 ? "key" : "keys")")
                    : Examination(
                        "keys", .warning, "there is no valid API key",
                        advice: "visavis key create --data \(folder.path)"),
            ]
        } catch {
            return [Examination("data", .broken, "\(error)", advice: "see above, or choose another folder with --data")]
        }
    }
}
