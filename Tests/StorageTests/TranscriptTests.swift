import Foundation
import Testing

@testable import Storage

@Suite struct TranscriptTests {
    private let start = Date(timeIntervalSince1970: 1_800_000_000)

    private func entry(_ session: String, _ seconds: Int, _ text: String, persona: String = "") -> TranscriptEntry {
        TranscriptEntry(
            session: session, persona: persona, role: seconds % 2 == 0 ? "user" : "avatar", text: text,
            saidAt: start.addingTimeInterval(Double(seconds)), sinceStart: .seconds(seconds), task: "t\(seconds)",
            sources: [TranscriptSource(document: "d", title: "Prices", headings: ["A"], url: nil, score: 0.5)],
            isInterrupted: seconds == 3)
    }

    @Test("a session's lines come back in the order in which they were begun, by time and page")
    func reading() async throws {
        let transcripts = Transcripts(try Database(path: ":memory:"))
        let lines = (0..<5).map { entry("a", $0, "line \($0)") }
        for line in [lines[1], lines[0], lines[3], lines[2], lines[4], entry("b", 0, "other")] {
            try await transcripts.append(line)
        }
        let all = try await transcripts.entries(of: "a")
        #expect(all.entries == lines && all.total == 5)
        let part = try await transcripts.entries(
            of: "a", from: lines[1].saidAt, to: lines[4].saidAt, offset: 1, limit: 1)
        #expect(part.entries == [lines[2]] && part.total == 3)
        #expect(try await transcripts.entries(of: "nobody").total == 0)
    }

    @Test("lines are erased by session, persona, owner and age, and leave nothing in the file")
    func erasing() async throws {
        try await withDatabasePath { path in
            let database = try Database(path: path)
            let transcripts = Transcripts(database)
            let key = try await APIKeys(database).create(name: "k").key.id
            try await SessionLeases(database).open(
                SessionLease(
                    id: "owned", keyID: key, avatar: "ada", voice: "slt", quality: "low", codec: "VP8",
                    createdAt: start, leaseUntil: start))
            let secret = "the secret of the marzipan"
            for session in ["one", "two", "owned", "old"] {
                try await transcripts.append(
                    entry(session, session == "old" ? -100 : 1, secret, persona: session == "two" ? "p" : ""))
            }
            func size() async throws -> Int {
                var size = 0
                for session in ["one", "two", "owned", "old"] {
                    size += try await transcripts.entries(of: session).total
                }
                return size
            }
            #expect(try await transcripts.erase(session: "one") == 1)
            #expect(try await transcripts.erase(persona: "p") == 1)
            #expect(try await transcripts.erase(owner: key) == 1)
            #expect(try await size() == 1)
            #expect(try await transcripts.erase(before: start) == 1)
            #expect(try await size() == 0)
            for file in [path, path + "-wal"] {
                guard let bytes = FileManager.default.contents(atPath: file) else { continue }
                #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(file)")
            }
        }
    }
}
