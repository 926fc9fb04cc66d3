/// Why a configuration is refused.
package enum ConfigurationError: Error, Equatable, CustomStringConvertible {
    case cannotRead(path: String, reason: String)
    case syntax(path: String, line: Int, reason: String)
    /// - Parameter source: The file with its line, or "the environment".
    case unknownSetting(name: String, source: String, suggestion: String?)
    case badValue(name: String, source: String, given: String, allowed: String)
    case repeated(key: String, path: String, line: Int)
    /// Each setting is right by itself, but not beside the other.
    case contradiction(String)

    package var description: String {
        switch self {
        case .cannotRead(let path, let reason): "cannot read the configuration \(path): \(reason)"
        case .syntax(let path, let line, let reason): "\(path), line \(line): \(reason)"
        case .unknownSetting(let name, let source, let suggestion):
            "there is no setting '\(name)' (\(source))" + (suggestion.map { "; did you mean '\($0)'?" } ?? "")
        case .badValue(let name, let source, let given, let allowed):
            "\(name) must be \(allowed), not \(given) (\(source))"
        case .repeated(let key, let path, let line): "\(path), line \(line): '\(key)' is set a second time"
        case .contradiction(let text): text
        }
    }
}
