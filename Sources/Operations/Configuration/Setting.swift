/// One field of the configuration: its names, what it takes, and how it gets there.
package struct Setting: Sendable {
    /// `section.name`, as in the file.
    package let key: String
    package let environment: String
    /// The command-line option of `visavis serve` without its dashes, where there is one.
    package let option: String?
    /// One or two sentences.
    package let help: String
    /// What it takes, as an error message says it: "a whole number from 1 to 65535".
    package let allowed: String
    /// Never printed.
    package let isSecret: Bool
    package let read: @Sendable (Configuration) -> SettingValue
    /// False when the value is not allowed.
    let write: @Sendable (inout Configuration, SettingValue) -> Bool
    /// A value from text, for environment and command line; nil when the text is no value of this kind.
    let parse: @Sendable (String) -> SettingValue?

    package var section: String { String(key.prefix { $0 != "." }) }
    package var name: String { String(key.drop { $0 != "." }.dropFirst()) }

    typealias Place<Value> = any WritableKeyPath<Configuration, Value> & Sendable

    static func integer(
        _ key: String, _ environment: String, _ place: Place<Int>, _ range: ClosedRange<Int>, option: String? = nil,
        unit: String = "", _ help: String
    ) -> Setting {
        let unit = unit.isEmpty ? "" : " \(unit)"
        return Setting(
            key: key, environment: environment, option: option, help: help,
            allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)\(unit)", isSecret: false,
            read: { .integer($0[keyPath: place]) },
            write: { configuration, value in
                guard case .integer(let number) = value, range.contains(number) else { return false }
                configuration[keyPath: place] = number
                return true
            },
            parse: { Int($0).map(SettingValue.integer) })
    }

    static func flag(
        _ key: String, _ environment: String, _ place: Place<Bool>, option: String? = nil, _ help: String
    ) -> Setting {
        Setting(
            key: key, environment: environment, option: option, help: help, allowed: "true or false", isSecret: false,
            read: { .flag($0[keyPath: place]) },
            write: { configuration, value in
                guard case .flag(let flag) = value else { return false }
                configuration[keyPath: place] = flag
                return true
            },
            parse: {
                ["true": .flag(true), "1": .flag(true), "false": .flag(false), "0": .flag(false)][$0.lowercased()]
            })
    }

    static func text(
        _ key: String, _ environment: String, _ place: Place<String>, option: String? = nil, allowed: String,
        isSecret: Bool = false, _ help: String, where isAllowed: @escaping @Sendable (String) -> Bool
    ) -> Setting {
        Setting(
            key: key, environment: environment, option: option, help: help, allowed: allowed, isSecret: isSecret,
            read: { .text($0[keyPath: place]) },
            write: { configuration, value in
                guard case .text(let text) = value, isAllowed(text) else { return false }
                configuration[keyPath: place] = text
                return true
            },
            parse: { .text($0) })
    }

    static func choice(
        _ key: String, _ environment: String, _ place: Place<String>, _ choices: [String], option: String? = nil,
        _ help: String
    ) -> Setting {
        text(
            key, environment, place, option: option, allowed: "one of " + choices.joined(separator: ", "), help,
            where: { choices.contains($0) })
    }

    /// In the environment separated by commas; paths, as everywhere, by colons.
    static func list(
        _ key: String, _ environment: String, _ place: Place<[String]>, allowed: String, separator: Character = ",",
        _ help: String, where isAllowed: @escaping @Sendable (String) -> Bool
    ) -> Setting {
        Setting(
            key: key, environment: environment, option: nil, help: help, allowed: allowed, isSecret: false,
            read: { .list($0[keyPath: place]) },
            write: { configuration, value in
                guard case .list(let texts) = value, texts.allSatisfy(isAllowed) else { return false }
                configuration[keyPath: place] = texts
                return true
            },
            parse: { text in
                .list(text.split(separator: separator).map { $0.filter { !$0.isWhitespace || separator == ":" } })
            })
    }
}
