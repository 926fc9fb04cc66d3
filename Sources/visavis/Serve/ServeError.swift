/// Why the server does not start, beyond what the targets it is made of say themselves.
enum ServeError: Error, Equatable, CustomStringConvertible {
    case cannotMakeFolder(path: String, reason: String)
    case alreadyRunning(path: String, process: String?)
    case cannotReadFile(path: String, setting: String)
    case keyDoesNotMatch
    /// The functions a language model may ask for.
    case badTools(path: String, reason: String)
    case missing(setting: String, reason: String)

    var description: String {
        switch self {
        case .cannotMakeFolder(let path, let reason):
            "cannot use \(path) as data folder: \(reason); choose another with --data"
        case .alreadyRunning(let path, let process):
            "another visavis serve\(process.map { " (process \($0))" } ?? "") uses the data folder \(path); "
                + "stop it or choose another folder with --data"
        case .cannotReadFile(let path, let setting): "cannot read \(path), which \(setting) names"
        case .badTools(let path, let reason): "the functions in \(path), which model.tools_file names: \(reason)"
        case .missing(let setting, let reason): "the setting \(setting) is missing: \(reason)"
        case .keyDoesNotMatch:
            "the files of server.tls_certificate and server.tls_key do not belong together, or are no unencrypted PEM"
        }
    }
}
