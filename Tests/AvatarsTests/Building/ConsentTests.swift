import Foundation
import Rendering
import Testing

@testable import Avatars

@Suite("Consent records")
struct ConsentTests {
    private func read(_ text: String) throws -> PackManifest.Consent {
        let file = FileManager.default.temporaryDirectory.appending(path: "consent-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(text.utf8).write(to: file)
        return try ConsentRecord.read(file.path)
    }

    @Test("a whole record is kept word for word; unknown keys do no harm")
    func whole() throws {
        let consent = try read(
            #"{"statement": "I agree.", "name": "Zoë", "date": "2026-05-31", "video": "z.mp4", "place": "Graz"}"#)
        #expect(consent == .record(statement: "I agree.", name: "Zoë", date: "2026-05-31", video: "z.mp4"))
        let plain = try read(#"{"statement": "I agree.", "name": "Zoë", "date": "2026-05-31"}"#)
        #expect(plain == .record(statement: "I agree.", name: "Zoë", date: "2026-05-31", video: nil))
    }

    @Test(
        "what is missing, empty or no day is named",
        arguments: [
            ("", "empty"), ("[]", "must be JSON"), (#"{"name": "A", "date": "2026-05-31"}"#, "must be JSON"),
            (#"{"statement": 1, "name": "A", "date": "2026-05-31"}"#, "must be JSON"),
            (#"{"statement": "I agree.", "name": "\n ", "date": "2026-05-31"}"#, "\"name\" is empty"),
            (#"{"statement": "I agree.", "name": "A", "date": "2026-13-31"}"#, "a day like"),
            (#"{"statement": "I agree.", "name": "A", "date": "yesterday"}"#, "a day like"),
        ])
    func refused(text: String, reason: String) {
        let error = #expect(throws: BuildError.self) { try read(text) }
        #expect(error?.description.contains(reason) == true)
    }

    @Test("a file that is no record's size is not read")
    func large() {
        let error = #expect(throws: BuildError.self) { try read(String(repeating: " ", count: 70_000)) }
        #expect(error?.description.contains("64 kB") == true)
    }

    @Test("a missing file and a folder are named", arguments: ["/no/such/file.json", "/tmp"])
    func missing(path: String) {
        #expect(throws: BuildError.self) { try ConsentRecord.read(path) }
    }
}
