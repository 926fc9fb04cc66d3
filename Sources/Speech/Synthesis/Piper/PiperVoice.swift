internal import Core
internal import Dispatch
internal import Foundation

/// One voice file and the model in it. Clauses are spoken one after another.
final class PiperVoice: Sendable {
    let voice: Voice
    let file: PiperVoiceFile
    private let model: OnnxRuntime.Model
    /// The output that tells durations; nil when the model has none.
    private let durations: String?
    private let builtIn: Voices
    private let queue: DispatchQueue

    /// - Parameter path: Of the .onnx; its description lies beside it.
    init(path: String, runtime: OnnxRuntime, builtIn: Voices) throws(SpeechError) {
        let url = URL(filePath: path)
        let name = url.deletingPathExtension().lastPathComponent
        guard let json = try? Data(contentsOf: url.appendingPathExtension("json")),
            let bytes = try? Data(contentsOf: url)
        else { throw .engineMissing(reason: "\(path) or the .json beside it cannot be read") }
        file = try PiperVoiceFile(json: json, name: name)
        let exposed = DurationOutput.exposed([UInt8](bytes))
        durations = exposed?.name
        model = try OnnxRuntime.Model(exposed?.model ?? [UInt8](bytes), threads: 1, runtime: runtime)
        self.builtIn = builtIn
        queue = DispatchQueue(label: "piper.\(name)", qos: .userInitiated)
        voice = Voice(
            id: "piper:\(name)", name: name, language: file.language, gender: .female, engine: .piper,
            sample: builtIn.voice(forLanguage: file.language)?.sample ?? builtIn.standard.sample)
    }

    /// The whole clause at the voice's own rate.
    func speak(_ clause: Clause, choice: VoiceChoice) async throws -> Utterance {
        let mark = clause.spoken.last { "?!.,;:".contains($0) } ?? "."
        let said = try await builtIn.phonemes(of: clause.spoken, voice: file.espeakVoice)
        let scalars = Array((said + String(mark)).decomposedStringWithCanonicalMapping.unicodeScalars)
        let ids = file.ids(of: scalars)
        guard ids.contains(where: { $0.phoneme != nil }) else { throw SpeechError.synthesisFailed(text: clause.spoken) }
        let (samples, frames) = try await run(ids.map(\.id), choice: choice)
        try Task.checkCancellation()
        guard !samples.isEmpty else { throw SpeechError.synthesisFailed(text: clause.spoken) }
        let timing = PiperTiming(scalars: scalars, phonemes: ids.map(\.phoneme), frames: frames, hop: file.hop)
        guard let spoken = timing.utterance(samples, sampleRate: file.sampleRate, clause: clause) else {
            throw SpeechError.synthesisFailed(text: clause.spoken)
        }
        return spoken
    }

    private func run(_ ids: [Int64], choice: VoiceChoice) async throws -> (samples: [Float], frames: [Float]) {
        // A stable voice varies less: the file's own amount at one half.
        let variation = choice.stability.map { Float(2 * (1 - min(max($0, 0), 1))) } ?? 1
        let scales: [Float] = [
            file.noise * variation, file.length / Float(min(max(choice.speed, 0.5), 2)), file.width * variation,
        ]
        var inputs: [(name: String, value: OnnxRuntime.Model.Input)] = [
            ("input", .integers(ids, shape: [1, Int64(ids.count)])),
            ("input_lengths", .integers([Int64(ids.count)], shape: [1])), ("scales", .floats(scales, shape: [3])),
        ]
        if file.speakers > 1 { inputs.append(("sid", .integers([0], shape: [1]))) }
        let outputs = ["output"] + (durations.map { [$0] } ?? [])
        let (model, given) = (model, inputs)
        return try await withCheckedThrowingContinuation { continuation in
            queue.async {
                do throws(SpeechError) {
                    let found = try model.run(given, outputs: outputs)
                    continuation.resume(returning: (found[0], found.count > 1 ? found[1] : []))
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        }
    }
}
