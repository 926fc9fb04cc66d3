internal import Foundation

/// Why `--parts` was refused.
package enum PartsError: Error, Equatable, CustomStringConvertible {
    case malformed(String)
    case empty(part: String)
    case overlapping(String, String)
    case outside(part: String, duration: Double)
    case noTalking

    package var description: String {
        switch self {
        case .malformed(let text):
            "The parts \"\(text)\" are not three spans like 0-15,15-105,105-120 (listening, talking, idle; \"none\" for a missing one)."
        case .empty(let part): "The \(part) part ends before it begins; write its start first."
        case .overlapping(let first, let second): "The \(first) and \(second) parts overlap; give each its own span."
        case .outside(let part, let duration):
            "The \(part) part reaches beyond the recording's end at \(String(format: "%.1f", duration)) s; shorten it."
        case .noTalking: "The talking part is missing; without it no mouth shapes can be learnt."
        }
    }
}

extension FootageParts {
    /// Parses `--parts`: listening, talking and idle as `start-end` in seconds or minutes (`1:45`), "none" for a
    /// missing part: `0-15,15-105,105-120`.
    package init(parsing text: String) throws(PartsError) {
        let fields = text.split(separator: ",", omittingEmptySubsequences: false)
        guard fields.count == 3 else { throw .malformed(text) }
        var spans: [TimeSpan?] = []
        for field in fields {
            let field = field.trimmingCharacters(in: .whitespaces)
            if field == "none" {
                spans.append(nil)
                continue
            }
            let ends = field.split(separator: "-", omittingEmptySubsequences: false).map { Self.seconds($0) }
            guard ends.count == 2, let start = ends[0], let end = ends[1] else { throw .malformed(text) }
            spans.append(TimeSpan(start, end))
        }
        self.init(listening: spans[0], talking: spans[1], idle: spans[2])
        guard talking != nil else { throw .noTalking }
        for (name, span) in named where span.duration <= 0 { throw .empty(part: name) }
        for (first, second) in zip(named, named.dropFirst()) where second.span.start < first.span.end - 1e-6 {
            throw .overlapping(first.name, second.name)
        }
    }

    /// Checks the parts against a recording of `duration` seconds; an end up to half a second late is cut.
    package func validated(duration: Double) throws(PartsError) -> FootageParts {
        for (name, span) in named where span.end > duration + 0.5 || span.start >= duration {
            throw .outside(part: name, duration: duration)
        }
        func cut(_ span: TimeSpan?) -> TimeSpan? { span.map { TimeSpan($0.start, min($0.end, duration)) } }
        return FootageParts(listening: cut(listening), talking: cut(talking), idle: cut(idle))
    }

    private static func seconds(_ text: Substring) -> Double? {
        let fields = text.trimmingCharacters(in: .whitespaces).split(separator: ":", omittingEmptySubsequences: false)
        guard (1...3).contains(fields.count) else { return nil }
        var total = 0.0
        for field in fields {
            guard field.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }), let value = Double(field) else {
                return nil
            }
            total = total * 60 + value
        }
        return total < 86_400 ? total : nil
    }
}
