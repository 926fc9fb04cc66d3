internal import Foundation
internal import Speech

extension Alignment {
    /// Where the transcript is not what was heard, one sentence each, the first five.
    var doubts: [String] {
        unalignedSpans.prefix(5).map { span in
            let place = String(format: "%.1f", span.start)
            let heard = span.heard.isEmpty ? "other words were heard" : "“\(span.heard)” was heard"
            return span.written.isEmpty
                ? "at \(place) s \(heard) that the transcript does not have"
                : "at \(place) s the transcript says “\(span.written)”, but \(heard)"
        }
    }
}
