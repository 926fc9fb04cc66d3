/// Why recognition by sherpa-onnx cannot start.
package enum SherpaError: Error, Equatable, CustomStringConvertible {
    /// The dynamic linker refuses the file.
    case cannotLoad(path: String, reason: String)
    /// It loads, but is another library.
    case functionMissing(path: String, name: String)
    case unknownVersion(path: String, version: String, known: String)
    case folderMissing(path: String)
    /// `what` is as it stands in the folders of published models.
    case fileMissing(folder: String, what: String)
    case badFile(path: String, reason: String)
    /// The library itself refuses; it says why on standard error.
    case modelRefused(folder: String)

    package var description: String {
        switch self {
        case .cannotLoad(let path, let reason):
            "The library \(path) of listening.library cannot be loaded: \(reason)."
        case .functionMissing(let path, let name):
            "\(path) is not sherpa-onnx's library for C (\(name) is missing); listening.library has to name "
                + "libsherpa-onnx-c-api.so."
        case .unknownVersion(let path, let version, let known):
            "\(path) is sherpa-onnx \(version), which this server does not know; install one of \(known)."
        case .folderMissing(let path): "The folder \(path) of listening.model_folder is missing or cannot be read."
        case .fileMissing(let folder, let what):
            "The model in \(folder) is incomplete (\(what) is missing); listening.model_folder has to name the unpacked "
                + "folder of a streaming model for sherpa-onnx."
        case .badFile(let path, let reason): "\(path) is no part of a streaming model: \(reason)."
        case .modelRefused(let folder):
            "sherpa-onnx refuses the model in \(folder); standard error says why. It has to be a streaming one."
        }
    }
}
