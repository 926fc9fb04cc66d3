internal import Core
internal import Dispatch
internal import Foundation
internal import Onnx

/// One voice file and the model in it. Clauses are spoken one after another.
final class PiperVoice: Sendable {
    let voice: Voice
    let file: PiperVoiceFile
    private let model: OnnxModel
    /// The output that tells durations; nil when the model has none.
    private let durations: String?
    private let builtIn: Voices
    private let queue: DispatchQueue

    /// - Parameter path: Of the .onnx; its description lies beside it.
    init(path: String, runtime: OnnxLibrary, builtIn: Voices) throws(SpeechError) {
        let url = URL(filePath: path)
        let name = url.deletingPathExtension().lastPathComponent
        guard let json = try? Data(contentsOf: url.appendingPathExtension("json")),
            let bytes = try? Data(contentsOf: url)
        else { throw .engineMissing(reason: "\(path) or the .json beside it cannot be read") }
        file = try PiperVoiceFile(json: json, name: name)
        let exposed = DurationOutput.exposed([UInt8](bytes))
        durations = exposed?.name
        do {
            model = try OnnxModel(exposed?.model ?? [UInt8](bytes), library: runtime)
        } catch {
            throw .engineMissing(reason: "\(path): \(error)")
        }
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
        let speakers = file.speakers
        let outputs = ["output"] + (durations.map { [$0] } ?? [])
        let model = model
        return try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(
                    with: Result {
                        do throws(OnnxError) {
                            let library = model.library
                            var inputs = [
                                ("input", try OnnxTensor(ids, shape: [1, ids.count], in: library)),
                                ("input_lengths", try OnnxTensor([Int64(ids.count)], shape: [1], in: library)),
                                ("scales", try OnnxTensor(scales, shape: [3], in: library)),
                            ]
                            if speakers > 1 {
                                inputs.append(("sid", try OnnxTensor([Int64(0)], shape: [1], in: library)))
                            }
                            let found = try model.run(inputs, outputs: outputs)
                            return (try found[0].floats(), found.count > 1 ? try found[1].floats() : [])
                        } catch {
                            throw SpeechError.engineFailed(reason: "\(error)")
                        }
                    })
            }
        }
    }
}
