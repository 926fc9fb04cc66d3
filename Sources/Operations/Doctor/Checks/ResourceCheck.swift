internal import Foundation

/// Open files, memory and disk.
enum ResourceCheck {
    static func examine(_ folder: URL) -> [Examination] { [files(), memory(), disk(folder)].compactMap { $0 } }

    private static func files() -> Examination {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        let finding = "\(limit.rlim_max) files may be open at once"
        if limit.rlim_max >= 4096 { return .fine("files", finding) }
        return Examination(
            "files", .warning, finding + "; each viewer takes a dozen",
            advice: "raise the hard limit: `ulimit -Hn 65536`, or LimitNOFILE=65536 in a systemd unit")
    }

    private static func memory() -> Examination? {
        let text = (try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8)) ?? ""
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("MemAvailable:") }),
            let kilobytes = Int(line.filter(\.isNumber))
        else { return nil }
        let finding = "\(kilobytes / 1024) MB of memory are available"
        if kilobytes >= 768 * 1024 { return .fine("memory", finding) }
        return Examination("memory", .warning, finding, advice: "a server with one avatar wants 768 MB at least")
    }

    private static func disk(_ folder: URL) -> Examination? {
        var place = folder
        while !FileManager.default.fileExists(atPath: place.path) && place.path != "/" {
            place.deleteLastPathComponent()
        }
        guard let values = try? FileManager.default.attributesOfFileSystem(forPath: place.path),
            let free = (values[.systemFreeSize] as? NSNumber)?.int64Value
        else { return nil }
        let finding = "\(free >> 20) MB are free on the data folder's disk"
        if free >= 1 << 30 { return .fine("disk", finding) }
        return Examination(
            "disk", free < 100 << 20 ? .broken : .warning, finding, advice: "make room, or choose another with --data")
    }
}
