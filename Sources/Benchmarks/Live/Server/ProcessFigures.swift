internal import Foundation

/// What the kernel says of a process: `/proc/PID` (proc(5)).
package struct ProcessFigures: Equatable, Sendable {
    /// User and system time so far, in seconds, of all threads that are or were.
    package var processorSeconds: Double
    /// Kibibytes: resident, and the proportional share of it.
    package var residentKB: Int
    package var proportionalKB: Int
    package var threads: Int
    package var descriptors: Int

    /// Nil when the process is gone or is not ours to read.
    package init?(of process: Int32) {
        let folder = "/proc/\(process)"
        guard let status = Self.text("\(folder)/stat"), let fields = StatFields(status),
            let rollup = Self.text("\(folder)/smaps_rollup"),
            let resident = Self.kilobytes("Rss", in: rollup), let proportional = Self.kilobytes("Pss", in: rollup),
            let open = try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/fd")
        else { return nil }
        processorSeconds = fields.processorSeconds
        threads = fields.threads
        residentKB = resident
        proportionalKB = proportional
        descriptors = open.count
    }

    package init(
        processorSeconds: Double, residentKB: Int, proportionalKB: Int, threads: Int, descriptors: Int
    ) {
        self.processorSeconds = processorSeconds
        self.residentKB = residentKB
        self.proportionalKB = proportionalKB
        self.threads = threads
        self.descriptors = descriptors
    }

    /// Processor seconds of every living thread, summed by the thread's name without its number.
    package static func secondsByThread(of process: Int32) -> [String: Double] {
        let folder = "/proc/\(process)/task"
        var sums: [String: Double] = [:]
        for thread in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            guard let status = text("\(folder)/\(thread)/stat"), let fields = StatFields(status) else { continue }
            let name = fields.name.prefix { !$0.isNumber && $0 != ":" }
            sums[String(name), default: 0] += fields.processorSeconds
        }
        return sums
    }

    static func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

    static func kilobytes(_ name: String, in text: String) -> Int? {
        for line in text.split(separator: "\n") where line.hasPrefix(name + ":") {
            return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        }
        return nil
    }
}

/// The line of `/proc/PID/stat` or `/proc/PID/task/TID/stat`. The name stands in parentheses and may hold any character.
package struct StatFields: Equatable, Sendable {
    package var name: String
    package var processorSeconds: Double
    package var threads: Int

    package init?(_ line: String) {
        guard let open = line.firstIndex(of: "("), let close = line.lastIndex(of: ")"), open < close else { return nil }
        name = String(line[line.index(after: open)..<close])
        // From field 3, the state, on: utime is field 14, stime 15, num_threads 20.
        let fields = line[line.index(after: close)...].split(separator: " ")
        guard fields.count > 17, let user = Double(fields[11]), let system = Double(fields[12]),
            let threads = Int(fields[17])
        else { return nil }
        processorSeconds = (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
        self.threads = threads
    }
}
