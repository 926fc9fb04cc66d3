internal import Foundation

extension ServerProcess {
    /// Gives the server documents, as a person at its machine would: `visavis knowledge add`, beside the running server.
    func learn(_ documents: [URL], with executable: URL) async throws {
        let output = Pipe()
        let status = try await Task.detached { [folder] in
            let process = Process()
            process.executableURL = executable
            process.arguments =
                ["knowledge", "add", "--data", folder.appending(path: "data").path] + documents.map(\.path)
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = FileHandle.nullDevice
            process.standardError = output
            try process.run()
            // A few lines at most; the pipe holds them.
            process.waitUntilExit()
            return process.terminationStatus
        }.value
        guard status == 0 else {
            let words = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
            throw LiveBenchError.missed("the documents (\(words.trimmingCharacters(in: .whitespacesAndNewlines)))")
        }
    }
}
