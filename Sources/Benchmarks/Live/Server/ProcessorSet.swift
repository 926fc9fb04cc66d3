internal import Foundation

/// Which processors processes may run on, by `taskset` of util-linux (sched_setaffinity(2) has no Swift interface).
package enum ProcessorSet {
    static let tool = URL(fileURLWithPath: "/usr/bin/taskset")

    static var isToolThere: Bool { FileManager.default.isExecutableFile(atPath: tool.path) }

    /// Logical processors this process may use, in ascending order.
    package static var available: [Int] {
        let status = ProcessFigures.text("/proc/self/status") ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") } ?? ""
        return list(String(line.drop { $0 != "\t" }.trimmingCharacters(in: .whitespaces)))
    }

    /// `0-2,5` as 0, 1, 2, 5 (cpuset(7), list format).
    package static func list(_ text: String) -> [Int] {
        text.split(separator: ",").flatMap { part in
            let ends = part.split(separator: "-").compactMap { Int($0) }
            return ends.count == 2 && ends[0] <= ends[1] ? Array(ends[0]...ends[1]) : Array(ends.prefix(1))
        }
    }

    static func text(_ processors: [Int]) -> String { processors.map(String.init).joined(separator: ",") }

    /// Binds every thread this process has now; those started by them later follow.
    static func bindThisProcess(to processors: [Int]) {
        let process = Process()
        process.executableURL = tool
        process.arguments = ["-acp", text(processors), String(ProcessInfo.processInfo.processIdentifier)]
        process.standardOutput = FileHandle.nullDevice
        // Threads that end meanwhile are named there.
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return }
        process.waitUntilExit()
    }
}
