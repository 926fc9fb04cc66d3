/// Why a network cannot be used.
package enum OnnxError: Error, Equatable, CustomStringConvertible {
    /// The library is not there, or is none.
    case libraryMissing(reason: String)
    /// A model that ONNX Runtime refuses, or a run that failed.
    case failed(reason: String)

    package var description: String {
        switch self {
        case .libraryMissing(let reason): reason
        case .failed(let reason): "ONNX Runtime: \(reason)"
        }
    }
}
