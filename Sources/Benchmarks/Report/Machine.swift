internal import Foundation

/// The machine a figure was measured on; figures of different machines are never compared.
package struct Machine: Equatable, Sendable, Codable {
    package var cpu: String
    /// Logical cores this process may use.
    package var cores: Int
    package var memoryMB: Int
    package var os: String
    /// The compiler's language version, such as "6.3", and how the code was optimised.
    package var swift: String

    package init(cpu: String, cores: Int, memoryMB: Int, os: String, swift: String) {
        self.cpu = cpu
        self.cores = cores
        self.memoryMB = memoryMB
        self.os = os
        self.swift = swift
    }

    /// Read from `/proc/cpuinfo` and `/etc/os-release`; what cannot be read is "unknown".
    package static var current: Machine {
        Machine(
            cpu: field("model name", in: "/proc/cpuinfo", separator: ":") ?? architecture,
            cores: ProcessInfo.processInfo.activeProcessorCount,
            memoryMB: Int(ProcessInfo.processInfo.physicalMemory / 1_048_576),
            os: field("PRETTY_NAME", in: "/etc/os-release", separator: "=") ?? "unknown",
            swift: "\(languageVersion) \(optimisation)")
    }

    private static func field(_ name: String, in path: String, separator: Character) -> String? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: separator, maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            if parts.count == 2 && parts[0] == name { return parts[1].trimmingCharacters(in: ["\""]) }
        }
        return nil
    }

    private static var architecture: String {
        #if arch(x86_64)
            "x86-64"
        #elseif arch(arm64)
            "arm64"
        #else
            "unknown"
        #endif
    }

    private static var languageVersion: String {
        #if swift(>=6.4)
            "6.4 or newer"
        #elseif swift(>=6.3)
            "6.3"
        #else
            "6.2"
        #endif
    }

    private static var optimisation: String {
        #if DEBUG
            "debug"
        #else
            "release"
        #endif
    }
}
