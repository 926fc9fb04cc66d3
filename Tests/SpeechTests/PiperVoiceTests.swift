import Core
import Foundation
import Onnx
import Testing

@testable import Speech

/// With a stand-in for a voice file (Tests/Fixtures/piper/make-voice.py): every id lasts 4 frames of 256 samples.
struct PiperVoiceTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/piper")
    private static let runtime = ModelFolder.installedLibrary(nil)?.path ?? ""

    @Test("the output that tells durations is found and exposed, and other files have none")
    func exposed() throws {
        let model = [UInt8](try Data(contentsOf: Self.folder.appending(path: "tiny-voice.onnx")))
        let exposed = try #require(DurationOutput.exposed(model))
        #expect(exposed.name == "/Ceil_output_0" && exposed.model.count == model.count + 20)
        #expect(DurationOutput.exposed([]) == nil)
        #expect(DurationOutput.exposed([UInt8](repeating: 0xFF, count: 1_000)) == nil)
        #expect(DurationOutput.exposed(Array(model.prefix(100))) == nil)
    }

    @Test("ids are those of the phonemes between beginning and end, each followed by a pad")
    func ids() throws {
        let json = try Data(contentsOf: Self.folder.appending(path: "tiny-voice.onnx.json"))
        let file = try PiperVoiceFile(json: json, name: "tiny-voice")
        #expect(file.sampleRate == 22_050 && file.language == "en-US" && file.hop == 256)
        let ids = file.ids(of: Array("a☃b".unicodeScalars))
        let (a, b) = (try #require(file.ids["a"]?.first), try #require(file.ids["b"]?.first))
        #expect(ids.map(\.id) == [1, 0, a, 0, b, 0, 2])
        #expect(ids.map(\.phoneme) == [nil, nil, 0, 0, 2, 2, nil])
        #expect(throws: SpeechError.self) { try PiperVoiceFile(json: Data("{}".utf8), name: "x") }
    }

    @Test("phones and words lie where the model says, in whole frames")
    func timing() throws {
        let text = try SpeakableText("Ada, see.", spelling: .native(.latin))
        let clause = try #require(Array(Clauses(text: text)).first)
        let scalars = Array("ˈeɪdə sˈiː.".unicodeScalars)
        // A beginning and its pad, then two ids for each phoneme, then the end.
        let phonemes: [Int?] = [nil, nil] + scalars.indices.flatMap { [$0, $0] } + [nil]
        let timing = PiperTiming(
            scalars: scalars, phonemes: phonemes, frames: [Float](repeating: 2, count: phonemes.count), hop: 256)
        let spoken = try #require(
            timing.utterance(
                [Float](repeating: 0.1, count: 2 * 256 * phonemes.count), sampleRate: 22_050, clause: clause))
        #expect(spoken.pronunciation.words.map(\.text) == ["Ada,", "see."])
        let phones = spoken.pronunciation.phones
        #expect(phones.filter { !$0.isSilence }.map(\.symbol) == ["eh", "ih", "d", "ax", "s", "iy"])
        #expect(zip(phones, phones.dropFirst()).allSatisfy { abs($0.end - $1.start) < 1e-9 })
        #expect(phones.first?.start == 0 && abs((phones.last?.end ?? 0) - spoken.audio.duration) < 1e-9)
    }

    @Test(
        "a voice file speaks through ONNX Runtime",
        .enabled(if: !runtime.isEmpty, "scripts/models was not run"))
    func speaks() async throws {
        let file = Self.folder.appending(path: "tiny-voice.onnx").path
        let builtIn = Voices()
        let piper = try PiperVoices(files: [file], runtime: Self.runtime, builtIn: builtIn)
        let voices = Voices(others: [piper])
        let voice = VoiceChoice(id: "piper:tiny-voice", language: "en-US")
        var chunks: [SpeechChunk] = []
        for try await chunk in try voices.speech(of: "Good morning, Ada. It costs €12.50 today.", voice: voice) {
            chunks.append(chunk)
        }
        #expect(chunks.allSatisfy { $0.audio.sampleRate == 22_050 })
        #expect(
            chunks.flatMap { $0.pronunciation?.words ?? [] }.map(\.text).joined(separator: " ")
                == "Good morning, Ada. It costs €12.50 today.")
        let phones = chunks.flatMap { $0.pronunciation?.phones ?? [] }
        #expect(phones.count > 30 && zip(phones, phones.dropFirst()).allSatisfy { abs($0.end - $1.start) < 1e-6 })
        let fast = try await duration(of: "Good morning.", voices, speed: 2)
        #expect(try await duration(of: "Good morning.", voices, speed: 1) > 1.3 * fast)
        #expect(voices.fallback(for: voice)?.id == "slt")
        await builtIn.close()
    }

    private func duration(of text: String, _ voices: Voices, speed: Double) async throws -> Double {
        let voice = VoiceChoice(id: "piper:tiny-voice", language: "en-US", speed: speed)
        var duration = 0.0
        for try await chunk in try voices.speech(of: text, voice: voice) { duration += chunk.audio.duration }
        return duration
    }

    @Test("a library or a file that is none is told as such")
    func missing() {
        #expect(throws: OnnxError.self) { try OnnxLibrary(library: "/nowhere/libonnxruntime.so") }
        #expect(throws: OnnxError.self) { try OnnxLibrary(library: "libm.so.6") }
    }
}
