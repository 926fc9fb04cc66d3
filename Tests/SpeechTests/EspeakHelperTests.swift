import Core
import Foundation
import Testing

@testable import Speech

/// What happens around the helper process: it dies, hangs up, is asked too much, or is not wanted any more.
@Suite(.serialized)
struct EspeakHelperTests {
    private static let text = "Guten Morgen, meine Damen und Herren. Bitte nehmen Sie Platz."

    private func helper(_ voices: Voices) async throws -> pid_t {
        let process = await voices.espeakProcessID()
        return try #require(process)
    }

    @Test("a helper that was killed is started again for the next text")
    func killed() async throws {
        let voices = Voices()
        let before = try await voices.utterance(of: Self.text, voice: "de-male")
        let first = try await helper(voices)
        kill(first, SIGKILL)
        let after = try await voices.utterance(of: Self.text, voice: "de-male")
        #expect(after.sounds == before.sounds)
        let second = try await helper(voices)
        #expect(second != first)
        await voices.close()
    }

    @Test("a text during which the helper is killed is spoken all the same")
    func killedMeanwhile() async throws {
        let voices = Voices()
        let long = String(repeating: Self.text + " ", count: 12)
        let whole = try await voices.utterance(of: long, voice: "de-male").sounds
        let task = Task { try await voices.utterance(of: long, voice: "de-male").sounds }
        for _ in 0..<5 {
            let process = await voices.espeakProcessID()
            if let process { kill(process, SIGKILL) }
            await Task.yield()
        }
        #expect(try await task.value == whole)
        await voices.close()
    }

    @Test("sixteen texts at once are all spoken as one alone")
    func concurrent() async throws {
        let voices = Voices()
        let alone = try await voices.utterance(of: Self.text, voice: "de-male").sounds
        try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<16 {
                group.addTask { try await voices.utterance(of: Self.text, voice: "de-male").sounds }
            }
            for try await other in group { #expect(other == alone) }
        }
        await voices.close()
    }

    @Test("more requests than the queue takes are refused by name, and those in it are served")
    func queueFull() async throws {
        let process = EspeakProcess(try EspeakExecutable.find())
        let count = EspeakProcess.mostWaiting + 40
        let long = String(repeating: "zwölf Boxkämpfer jagen Eva ", count: 9)
        let outcomes = await withTaskGroup(of: SpeechError?.self) { group in
            for _ in 0..<count {
                group.addTask {
                    do {
                        let sound = try await process.speak(long, voice: "de", wordsPerMinute: 80, pitch: 50)
                        return sound == nil ? .nothingSpeakable : nil
                    } catch {
                        return error as? SpeechError
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.allSatisfy { $0 == nil || $0 == .engineBusy(waiting: EspeakProcess.mostWaiting) })
        #expect(outcomes.count { $0 == nil } >= EspeakProcess.mostWaiting)
        await process.close()
    }

    @Test("a cancelled request ends as cancelled, and the next one is served")
    func cancelled() async throws {
        let process = EspeakProcess(try EspeakExecutable.find())
        let long = String(repeating: "zwölf Boxkämpfer jagen Eva ", count: 400)
        let requests = (0..<8).map { _ in
            Task { try await process.speak(long, voice: "de", wordsPerMinute: 80, pitch: 50) }
        }
        for request in requests { request.cancel() }
        for request in requests { await #expect(throws: CancellationError.self) { try await request.value } }
        #expect(try await process.speak("Guten Tag", voice: "de", wordsPerMinute: 175, pitch: 50) != nil)
        await process.close()
    }

    @Test("an unknown voice and a text beyond the wire's limit are refused without a crash")
    func refused() async throws {
        let process = EspeakProcess(try EspeakExecutable.find())
        #expect(try await process.speak("Hi", voice: "../../etc/passwd", wordsPerMinute: 175, pitch: 50) == nil)
        #expect(try await process.speak("", voice: "de", wordsPerMinute: 175, pitch: 50) != nil)
        #expect(try await process.speak("Guten Tag", voice: "de", wordsPerMinute: 0, pitch: 255) != nil)
        await process.close()
    }

    @Test("nothing is left of ended helpers: no descriptor, no zombie")
    func nothingLeft() async throws {
        func descriptors() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count }
        let voices = Voices()
        _ = try await voices.utterance(of: "Hallo", voice: "de-male")
        await voices.close()
        let before = try descriptors()
        var processes: [pid_t] = []
        for round in 0..<6 {
            let voices = Voices()
            _ = try await voices.utterance(of: "Hallo", voice: "de-male")
            let process = try await helper(voices)
            processes.append(process)
            if round % 2 == 0 { await voices.close() }
            _ = try? await Voices(espeakHelper: "/bin/true").espeakEngine()
        }
        // Gone and reaped, or else somebody else's by now.
        for process in processes {
            let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
            #expect(status?.contains("(visavis-espeak) Z") != true)
        }
        #expect(try descriptors() <= before + 2)
    }

    @Test("after the end a text is refused by name")
    func closed() async throws {
        let voices = Voices()
        await voices.close()
        await #expect(throws: SpeechError.engineFailed(reason: "the server is ending")) {
            try await voices.utterance(of: "Hallo", voice: "de-male")
        }
        #expect(!(try await voices.utterance(of: "Hello", voice: "slt").audio.samples.isEmpty))
    }

    @Test(
        "a helper ends when the one it speaks to goes away, or talks nonsense",
        arguments: [[], [1, 2, 3], Array(0...255)])
    func orphan(bytes: [UInt8]) throws {
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: try EspeakExecutable.find().path)
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(bytes))
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
    }
}

extension Utterance {
    /// Without times: espeak-ng's differ by milliseconds from one time to the next.
    fileprivate var sounds: [String] { pronunciation.phones.map(\.symbol).filter { $0 != "sil" } }
}
