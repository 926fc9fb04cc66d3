import Core
import Foundation
import Testing

@testable import Speech

@Suite struct SherpaTests {
    /// Runs `body` with the made-up model, which goes away afterwards.
    private func refusal(
        tokens: String? = "A 0\n<blk> 1\n", _ models: [String: Data] = [:]
    ) throws -> (error: SherpaError?, folder: String) {
        let stand = try StandInModel(tokens: tokens, models: models)
        defer { stand.remove() }
        do throws(SherpaError) { _ = try SherpaModel(folder: stand.folder.path) } catch {
            return (error, stand.folder.path)
        }
        return (nil, stand.folder.path)
    }

    @Test("a library that is not there, is none or is another is refused by name")
    func libraries() throws {
        let stand = try StandInModel(models: ["text.so": Data("no library".utf8)])
        defer { stand.remove() }
        for path in [stand.folder.appending(path: "none.so").path, stand.folder.appending(path: "text.so").path, ""] {
            do throws(SherpaError) {
                _ = try SherpaLibrary(path: path)
                Issue.record("\(path) was loaded")
            } catch {
                if case .cannotLoad(path, let reason) = error {
                    #expect(!reason.isEmpty)
                } else {
                    Issue.record("\(error)")
                }
            }
        }
        let other = "/lib/x86_64-linux-gnu/libm.so.6"
        guard FileManager.default.fileExists(atPath: other) else { return print("skipped: no \(other)") }
        #expect(throws: SherpaError.functionMissing(path: other, name: "SherpaOnnxGetVersionStr")) {
            try SherpaLibrary(path: other)
        }
    }

    @Test("a folder that holds no whole model is refused, and what is missing is named")
    func folders() throws {
        #expect(throws: SherpaError.folderMissing(path: "/nowhere/model")) {
            try SherpaModel(folder: "/nowhere/model")
        }
        let model = StandInModel.model()
        var (error, folder) = try refusal(tokens: nil)
        #expect(error == .fileMissing(folder: folder, what: "tokens.txt"))
        (error, folder) = try refusal()
        #expect(error == .fileMissing(folder: folder, what: "*.onnx"))
        (error, folder) = try refusal(["encoder.onnx": model, "decoder.onnx": model])
        #expect(error == .fileMissing(folder: folder, what: "joiner*.onnx"))
        (error, folder) = try refusal(["encoder.onnx": model, "joiner.onnx": model])
        #expect(error == .fileMissing(folder: folder, what: "decoder*.onnx"))
    }

    @Test("files that are no models, or cut off, or no streaming ones, never reach the library")
    func files() throws {
        let pointer = Data("version https://git-lfs.github.com/spec/v1\nsize 1\n".utf8)
        let model = StandInModel.model()
        let other = StandInModel.model(notes: ["model_type": "whisper"])
        for bad in [Data(), pointer, model.dropLast(), other, Data([0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])] {
            guard case .badFile = try refusal(["model.onnx": Data(bad)]).error else {
                Issue.record("\(bad.count) bytes were taken")
                continue
            }
        }
        if case .badFile = try refusal(tokens: "A 0\n", ["model.onnx": model]).error {
        } else {
            Issue.record("tokens without a blank were taken")
        }
        #expect(try refusal(["model.onnx": model]).error == nil)
    }

    @Test("of a transducer the encoder and joiner with small weights are taken, and the decoder with large ones")
    func transducer() throws {
        let model = StandInModel.model(notes: ["decode_chunk_len": "32", "T": "45"])
        let names = ["encoder", "decoder", "joiner"].flatMap { ["\($0)-epoch-99.onnx", "\($0)-epoch-99.int8.onnx"] }
        let stand = try StandInModel(models: Dictionary(uniqueKeysWithValues: names.map { ($0, model) }))
        defer { stand.remove() }
        let found = try SherpaModel(folder: stand.folder.path)
        let path = { (name: String) in stand.folder.appending(path: name).path }
        #expect(
            found.network
                == .transducer(
                    encoder: path("encoder-epoch-99.int8.onnx"), decoder: path("decoder-epoch-99.onnx"),
                    joiner: path("joiner-epoch-99.int8.onnx")))
        #expect(found.shouts)
        #expect(found.tail == 55 * 160)
    }

    private static let library = ProcessInfo.processInfo.environment["VISAVIS_TEST_SHERPA_LIBRARY"]

    @Test("the real library hears with a made-up model: partials, one final, nothing, cancelled, too many at once")
    func hears() async throws {
        guard let library = Self.library else {
            return print("skipped: VISAVIS_TEST_SHERPA_LIBRARY names no libsherpa-onnx-c-api.so")
        }
        let stand = try StandInModel(models: ["model.onnx": StandInModel.model()])
        defer { stand.remove() }
        let recogniser = try SherpaRecogniser(library: library, modelFolder: stand.folder.path)
        #expect(recogniser.name.hasPrefix("sherpa-onnx "))

        let noise = (0..<16_000).map { Int16(truncatingIfNeeded: $0 &* 7919 % 20_011 - 10_005) }
        let quiet = [Int16](repeating: 0, count: 16_000)
        let spoken = recogniser.transcribe(RecognitionRequest())
        let silent = recogniser.transcribe(RecognitionRequest())
        let cancelled = recogniser.transcribe(RecognitionRequest())
        let empty = recogniser.transcribe(RecognitionRequest())
        for part in [quiet, noise, quiet, noise, quiet] { spoken.feed(part) }
        silent.feed(quiet)
        cancelled.feed(noise)
        cancelled.cancel()
        for transcription in [spoken, silent, empty] { transcription.finish() }
        let texts = try await all(spoken)
        #expect(texts.map(\.text) == ["beep", "beep beep", "beep beep"])
        #expect(texts.map(\.isFinal) == [false, false, true])
        for transcription in [silent, empty] {
            #expect(try await all(transcription) == [RecognisedText(text: "", isFinal: true)])
        }
        #expect(try await all(cancelled).allSatisfy { !$0.isFinal })

        let small = try SherpaRecogniser(library: library, modelFolder: stand.folder.path)
        let many = (0..<16).map { _ in small.transcribe(RecognitionRequest()) }
        await #expect(throws: ProviderError(.listening, "sherpa-onnx", .busy)) {
            try await all(small.transcribe(RecognitionRequest()))
        }
        for transcription in many { transcription.finish() }
        for transcription in many { #expect(try await all(transcription).count == 1) }
    }

    private func all(_ transcription: any Transcription) async throws -> [RecognisedText] {
        var texts: [RecognisedText] = []
        for try await text in transcription.results { texts.append(text) }
        return texts
    }
}
