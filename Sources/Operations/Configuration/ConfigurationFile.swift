internal import Foundation

/// A configuration file: a strict subset of TOML 1.0.
///
/// `[section]` lines, `name = value` lines, `#` comments. A value is a whole number, `true` or `false`, a string in double
/// quotes (escapes `\" \\ \n \t \uXXXX`), or a list of strings on one line. Nothing else is taken: what a reader might
/// misunderstand is refused.
struct ConfigurationFile {
    struct Entry: Equatable {
        var key: String
        var value: SettingValue
        var line: Int
    }

    let path: String
    let entries: [Entry]

    /// A configuration with every setting is a few kilobytes.
    private static let maximumBytes = 1 << 20

    /// - Throws: ``ConfigurationError`` `cannotRead`, `syntax` or `repeated`.
    init(path: String) throws(ConfigurationError) {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw .cannotRead(path: path, reason: "there is no such file, or it is closed to you")
        }
        let data: Data
        do {
            data = try handle.read(upToCount: Self.maximumBytes + 1) ?? Data()
        } catch {
            throw .cannotRead(path: path, reason: "it is not a file")
        }
        guard data.count <= Self.maximumBytes else { throw .cannotRead(path: path, reason: "it is larger than 1 MB") }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw .cannotRead(path: path, reason: "it is not UTF-8 text")
        }
        try self.init(path: path, text: text)
    }

    init(path: String, text: String) throws(ConfigurationError) {
        self.path = path
        var entries: [Entry] = []
        var section = ""
        var seen: Set<String> = []
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (index, line) in lines.enumerated() {
            let number = index + 1
            var scanner = LineScanner(line, path: path, line: number)
            switch try scanner.statement() {
            case .nothing: continue
            case .section(let name):
                guard seen.insert("[\(name)]").inserted else {
                    throw .repeated(key: "[\(name)]", path: path, line: number)
                }
                section = name
            case .assignment(let name, let value):
                let key = section.isEmpty ? name : "\(section).\(name)"
                guard seen.insert(key).inserted else { throw .repeated(key: key, path: path, line: number) }
                entries.append(Entry(key: key, value: value, line: number))
            }
        }
        self.entries = entries
    }
}
