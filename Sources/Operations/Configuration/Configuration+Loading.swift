internal import CommandLineInterface
internal import Foundation

extension Configuration {
    /// From the defaults, then the file, then the environment, then the command line; the later wins.
    ///
    /// - Parameters:
    ///   - file: The file's path; nil takes `VISAVIS_CONFIG`, or none.
    ///   - environment: Variables that begin with `VISAVIS_` and are no setting are refused; an empty one counts as unset.
    ///   - options: Values of the command line by the option's name; a flag's is `true`.
    package static func load(
        file: String? = nil, environment: [String: String] = [:], options: [String: String] = [:]
    ) throws(ConfigurationError) -> Configuration {
        var configuration = Configuration()
        let variables = environment.filter { $0.key.hasPrefix("VISAVIS_") && !$0.value.isEmpty }
        if let path = file ?? variables["VISAVIS_CONFIG"] {
            try configuration.apply(try ConfigurationFile(path: path))
        }
        for (name, text) in variables.sorted(by: { $0.key < $1.key }) where !otherVariables.contains(name) {
            guard let setting = settings.first(where: { $0.environment == name }) else {
                let names = settings.map(\.environment) + otherVariables
                throw .unknownSetting(
                    name: name, source: "environment", suggestion: Spelling.nearest(to: name, among: names))
            }
            try configuration.set(setting, text, name: name, source: "environment")
        }
        for (name, text) in options.sorted(by: { $0.key < $1.key }) {
            guard let setting = settings.first(where: { $0.option == name }) else { continue }
            try configuration.set(setting, text, name: "--\(name)", source: "command line")
        }
        try configuration.checkTogether()
        return configuration
    }

    /// Variables that are read elsewhere.
    private static let otherVariables: Set<String> = [
        "VISAVIS_CONFIG", "VISAVIS_TOOLS", "VISAVIS_VENV", "VISAVIS_TRACKER_VERBOSE",
    ]

    mutating func apply(_ file: ConfigurationFile) throws(ConfigurationError) {
        for entry in file.entries {
            let source = "\(file.path), line \(entry.line)"
            guard let setting = Self.settings.first(where: { $0.key == entry.key }) else {
                throw .unknownSetting(name: entry.key, source: source, suggestion: Self.nearest(to: entry.key))
            }
            guard setting.write(&self, entry.value) else {
                throw Self.badValue(setting, setting.key, source, entry.value.literal)
            }
        }
    }

    private mutating func set(
        _ setting: Setting, _ text: String, name: String, source: String
    ) throws(ConfigurationError) {
        guard let value = setting.parse(text), setting.write(&self, value) else {
            throw Self.badValue(setting, name, source, "'\(text)'")
        }
    }

    private static func badValue(
        _ setting: Setting, _ name: String, _ source: String, _ given: String
    ) -> ConfigurationError {
        .badValue(
            name: name, source: source, given: setting.isSecret ? "what was given" : given, allowed: setting.allowed)
    }

    /// The key of that name in another section, or the one with the nearest spelling.
    private static func nearest(to key: String) -> String? {
        let keys = settings.map(\.key)
        let name = key.split(separator: ".").last.map(String.init) ?? key
        return settings.first { $0.name == name }?.key ?? Spelling.nearest(to: key, among: keys)
    }

    private func checkTogether() throws(ConfigurationError) {
        if server.tlsCertificate.isEmpty != server.tlsKey.isEmpty {
            throw .contradiction("server.tls_certificate and server.tls_key belong together; only one of them is set")
        }
        if server.developmentTLS && !server.tlsCertificate.isEmpty {
            throw .contradiction("server.dev_tls makes its own certificate; set it or server.tls_certificate, not both")
        }
        if !ice.turn.isEmpty && (ice.username.isEmpty || ice.credential.isEmpty) {
            throw .contradiction("ice.turn needs ice.username and ice.credential")
        }
        if access.origins.contains("*") && access.origins.count > 1 {
            throw .contradiction("access.origins is either [\"*\"] or a list of origins, not both")
        }
    }
}
