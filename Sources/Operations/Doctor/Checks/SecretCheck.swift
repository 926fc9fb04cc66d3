internal import Cryptography
internal import Foundation
internal import Storage

/// The key that the stored secrets are sealed with: where some are stored, it is there and opens them.
enum SecretCheck {
    static func examine(_ configuration: Configuration, _ folder: URL) async -> Examination {
        let path = folder.appending(path: "visavis.sqlite").path
        let given = configuration.access.secretKey
        let file = folder.appending(path: "secret.key").path
        guard FileManager.default.fileExists(atPath: path) else {
            return Examination("secrets", .skipped, "no keys of providers are stored")
        }
        do {
            let database = try Database(path: path)
            let count = try await Secrets.count(in: database)
            guard count > 0 else { return Examination("secrets", .skipped, "no keys of providers are stored") }
            // Looking must not make one.
            guard !given.isEmpty || FileManager.default.fileExists(atPath: file) else {
                return Examination(
                    "secrets", .broken, "\(counted(count)) stored, but the key that opens them is gone",
                    advice: "restore \(file) from a backup, or set VISAVIS_SECRET_KEY; else store the keys anew")
            }
            let seal = TextSeal(key: try given.isEmpty ? SealKey.kept(in: file) : SealKey.read(given))
            let closed = try await Secrets(database, seal: seal).unreadable()
            guard closed == 0 else {
                return Examination(
                    "secrets", .broken, "\(closed) of \(counted(count)) stored were sealed with another key",
                    advice: "restore \(file) or VISAVIS_SECRET_KEY as it was, or store these keys anew")
            }
            return .fine("secrets", "\(counted(count)) stored can be opened")
        } catch {
            return Examination("secrets", .broken, "\(error)", advice: "look at \(file) and VISAVIS_SECRET_KEY")
        }
    }

    private static func counted(_ count: Int) -> String { "\(count) \(count == 1 ? "key" : "keys") of providers" }
}
