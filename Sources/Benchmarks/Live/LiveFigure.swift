/// A group of rows of `bench live` that is measured together, in the order of the table.
package enum LiveFigure: String, CaseIterable, Sendable {
    case latency, join, interrupt, skew, speaking, idle, memory, churn

    /// What a person reads while it is measured, and in the reason when it cannot be.
    package var title: String {
        switch self {
        case .latency: "task in → first voiced sound and moving lips"
        case .join: "streaming.new → first picture in Chromium"
        case .interrupt: "interrupt → silence and closed mouth"
        case .skew: "picture and sound together"
        case .speaking: "speaking sessions per core"
        case .idle: "idle sessions per core"
        case .memory: "memory per session"
        case .churn: "500 sessions opened and closed"
        }
    }
}
