internal import Foundation

extension Finding {
    /// The measured value with its unit; "–" when nothing could be measured.
    package var valueText: String { value.map { Self.number($0) + suffix } ?? "–" }

    /// The accepted range: "≥ 1080 px", "≤ 2 %", "0.22 – 0.5 …"; "" when any value is accepted.
    package var acceptedText: String {
        switch (minimum, maximum) {
        case (let low?, let high?): "\(Self.number(low)) – \(Self.number(high))\(suffix)"
        case (let low?, nil): "≥ \(Self.number(low))\(suffix)"
        case (nil, let high?): "≤ \(Self.number(high))\(suffix)"
        case (nil, nil): ""
        }
    }

    /// When it happens: at most three spans, and how many more.
    package var spansText: String {
        let shown = spans.prefix(3).map { span in
            span.duration < 0.3
                ? String(format: "%.1f s", span.start) : String(format: "%.1f–%.1f s", span.start, span.end)
        }
        let rest = spans.count - shown.count
        return (shown + (rest > 0 ? ["and \(rest) more"] : [])).joined(separator: ", ")
    }

    private var suffix: String { unit.isEmpty ? "" : unit.hasPrefix("°") ? unit : " " + unit }

    /// Three significant digits, without an exponent or trailing zeros.
    private static func number(_ value: Double) -> String {
        guard value.isFinite else { return value < 0 ? "-∞" : "∞" }
        let size = abs(value)
        let text = String(format: size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f", value)
        guard text.contains(".") else { return text }
        let cut = text.reversed().drop { $0 == "0" }
        let short = String(cut.first == "." ? cut.dropFirst().reversed() : cut.reversed())
        return short == "-0" ? "0" : short
    }
}
