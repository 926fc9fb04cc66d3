internal import Core
package import Foundation

/// Where the model of sentences and the ONNX Runtime that runs it are installed.
package struct MeaningFiles: Equatable, Sendable {
    let library: URL
    let model: URL
    let pieces: URL

    /// Nil when a file is missing.
    ///
    /// - Parameter folder: As `scripts/models` fills it.
    package init?(in folder: URL) {
        library = ModelFolder.library(in: folder)
        model = folder.appending(path: "minilm/model.onnx")
        pieces = folder.appending(path: "minilm/tokenizer.json")
        let needed = [library, model, pieces]
        guard needed.allSatisfy({ FileManager.default.isReadableFile(atPath: $0.path) }) else { return nil }
    }

    /// Nil where they are not installed.
    ///
    /// - Parameter models: As `scripts/models` fills it; nil looks for `.models` beside the program.
    package static func installed(models: URL? = nil) -> MeaningFiles? {
        ModelFolder.find(models) { MeaningFiles(in: $0) }
    }
}

/// Why sentences cannot be compared by what they mean.
package enum MeaningError: Error, Equatable, CustomStringConvertible {
    /// A file that is not what it should be.
    case unreadable(path: String)
    /// ONNX Runtime is not there, or refuses the model.
    case unusable(reason: String)

    package var description: String {
        switch self {
        case .unreadable(let path): "\(path) cannot be read or is damaged"
        case .unusable(let reason): reason
        }
    }
}
