internal import Foundation
package import Rendering

/// Reads a consent record: a JSON file with `statement`, `name`, `date` (ISO 8601, YYYY-MM-DD) and optionally `video`,
/// the name of a recording in which the person states it.
package enum ConsentRecord {
    /// A statement of more than this many bytes is not one.
    private static let maximumBytes = 65_536

    /// - Throws: ``BuildError/badConsent(path:reason:)``.
    package static func read(_ path: String) throws(BuildError) -> PackManifest.Consent {
        struct Record: Decodable {
            var statement: String
            var name: String
            var date: String
            var video: String?
        }
        guard let handle = FileHandle(forReadingAtPath: path),
            let bytes = try? handle.read(upToCount: maximumBytes + 1)
        else { throw .badConsent(path: path, reason: "it does not exist or is empty") }
        guard bytes.count <= maximumBytes else { throw .badConsent(path: path, reason: "it is larger than 64 kB") }
        guard let record = try? JSONDecoder().decode(Record.self, from: bytes) else {
            throw .badConsent(
                path: path, reason: "it must be JSON with the texts \"statement\", \"name\" and \"date\"")
        }
        for (field, value) in [("statement", record.statement), ("name", record.name)]
        where value.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty {
            throw .badConsent(path: path, reason: "its \"\(field)\" is empty")
        }
        guard (try? Date(record.date, strategy: .iso8601.year().month().day())) != nil else {
            throw .badConsent(path: path, reason: "its \"date\" must be a day like 2026-05-31")
        }
        return .record(
            statement: record.statement, name: record.name, date: record.date, video: record.video)
    }
}
