internal import Core
package import Foundation

/// Where Moonshine's model of English and the ONNX Runtime that runs it are installed.
package struct MoonshineFiles: Equatable, Sendable {
    let library: URL
    let encoder: URL
    let decoder: URL
    let tokens: URL

    /// Nil when a file is missing.
    ///
    /// - Parameter folder: As `scripts/models` fills it.
    package init?(in folder: URL) {
        let model = folder.appending(path: "moonshine-tiny-en")
        library = ModelFolder.library(in: folder)
        encoder = model.appending(path: "encoder_model.ort")
        decoder = model.appending(path: "decoder_model_merged.ort")
        tokens = model.appending(path: "tokenizer.bin")
        let needed = [library, encoder, decoder, tokens]
        guard needed.allSatisfy({ FileManager.default.isReadableFile(atPath: $0.path) }) else { return nil }
    }
}
