import Foundation
import Testing

@testable import Knowledge

/// What happens around the helper process: it is missing, hangs, dies, or is not wanted any more.
struct ReaderProcessTests {
    /// Programs that stand for a helper gone wrong: one says nothing, one ends, one talks nonsense without end.
    private let silent = "/bin/cat"
    private let ending = "/bin/false"
    private let babbling = "/usr/bin/yes"

    private let text = DocumentSource(name: "a.txt", bytes: Array("Some text.".utf8))

    @Test("text goes through one process, a web page ends its process")
    func reuse() async throws {
        let reader = DocumentReader(limits: IngestionLimits(atOnce: 1, idleSeconds: 3600))
        _ = try await reader.read(text)
        let first = await reader.processes()
        _ = try await reader.read(text)
        let process = try #require(first.first)
        #expect(first.count == 1)
        #expect(await reader.processes() == first)
        _ = try await reader.read(DocumentSource(name: "", bytes: Array("<html><body>Text".utf8)))
        #expect(await reader.processes().isEmpty)
        #expect(kill(process, 0) == -1)
        await reader.close()
    }

    @Test("the process runs under limits and a filter of system calls")
    func limits() async throws {
        let reader = DocumentReader(limits: IngestionLimits(atOnce: 1, idleSeconds: 3600))
        _ = try await reader.read(text)
        let process = try #require(await reader.processes().first)
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        #expect(status.contains("Seccomp:\t2") && status.contains("NoNewPrivs:\t1"))
        let limits = try String(contentsOfFile: "/proc/\(process)/limits", encoding: .utf8)
        for name in ["Max file size", "Max core file size"] {
            let line = try #require(limits.split(separator: "\n").first { $0.hasPrefix(name) })
            #expect(line.split(separator: " ").contains("0"))
        }
        #expect(
            !limits.split(separator: "\n").contains { $0.hasPrefix("Max address space") && $0.contains("unlimited") })
        let environment = try String(contentsOfFile: "/proc/\(process)/environ", encoding: .utf8)
        let names = environment.split(separator: "\0").compactMap { $0.split(separator: "=").first }
        #expect(Set(names).isSubset(of: ["PATH", "LD_LIBRARY_PATH", "LANG"]))
        await reader.close()
        #expect(kill(process, 0) == -1)
    }

    @Test("a process that was killed between documents is started again")
    func killed() async throws {
        let reader = DocumentReader(limits: IngestionLimits(atOnce: 1, idleSeconds: 3600))
        _ = try await reader.read(text)
        kill(try #require(await reader.processes().first), SIGKILL)
        #expect(try await reader.read(text).passages.map(\.text) == ["Some text."])
        await reader.close()
    }

    @Test("a helper that is missing, broken or of another kind is named")
    func missing() async throws {
        for executable in ["/nowhere/visavis-extract", ending, babbling] {
            let reader = DocumentReader(executable: executable)
            do throws(IngestionError) {
                _ = try await reader.read(text)
                Issue.record("nothing reads")
            } catch {
                switch error {
                case .readerMissing, .unreadable: break
                default: Issue.record("\(error)")
                }
            }
        }
    }

    @Test("a helper that hangs is ended in time; cancelling ends it sooner")
    func hanging() async throws {
        let patient = DocumentReader(limits: IngestionLimits(seconds: 1), executable: silent)
        await #expect(throws: IngestionError.timedOut(seconds: 1)) { try await patient.read(text) }
        let reader = DocumentReader(limits: IngestionLimits(seconds: 600, atOnce: 1, waiting: 1), executable: silent)
        let outcomes = await withTaskGroup(of: IngestionError?.self) { group in
            for _ in 0..<5 {
                group.addTask {
                    do throws(IngestionError) {
                        _ = try await reader.read(text)
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            var outcomes: [IngestionError?] = []
            // One hangs, one waits; the others are told so at once.
            for _ in 0..<3 { if let outcome = await group.next() { outcomes.append(outcome) } }
            group.cancelAll()
            for await outcome in group { outcomes.append(outcome) }
            return outcomes
        }
        #expect(outcomes == [.busy(waiting: 1), .busy(waiting: 1), .busy(waiting: 1), .cancelled, .cancelled])
    }

    @Test("more passages than allowed are refused")
    func tooMany() async {
        let reader = DocumentReader(limits: IngestionLimits(passages: 3))
        let rows = "Question,Answer\n" + (0..<4).map { "Q\($0)?,A\($0)\n" }.joined()
        await #expect(throws: IngestionError.tooManyPassages(limit: 3)) {
            try await reader.read(DocumentSource(name: "a.csv", bytes: Array(rows.utf8)))
        }
    }

    @Test("a process that read a broken archive is gone, and after closing nothing is read")
    func closed() async throws {
        let reader = DocumentReader(limits: IngestionLimits(atOnce: 1, idleSeconds: 3600))
        _ = try await reader.read(DocumentSource(name: "", bytes: Array("<html><body>Text".utf8)))
        for _ in 0..<10 {
            _ = try? await reader.read(DocumentSource(name: "", bytes: [0x50, 0x4B, 3, 4]))
            #expect(await reader.processes().isEmpty)
        }
        await reader.close()
        await #expect(throws: IngestionError.cancelled) { try await reader.read(text) }
    }
}
