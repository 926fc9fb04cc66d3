/// What one check of the doctor found.
package struct Examination: Codable, Equatable, Sendable {
    package enum Verdict: String, Codable, Sendable, Comparable {
        case fine
        /// There was nothing to look at.
        case skipped
        /// Works, but not as well as it could, or not for everybody.
        case warning
        /// Something essential does not work.
        case broken

        package static func < (one: Self, other: Self) -> Bool { one.rank < other.rank }
        private var rank: Int {
            switch self {
            case .fine, .skipped: 0
            case .warning: 1
            case .broken: 2
            }
        }
    }

    /// Short and stable, for scripts: `voices`, `udp-ports`.
    package var check: String
    package var verdict: Verdict
    /// What was found, one sentence without a full stop.
    package var finding: String
    /// What to do; nil when there is nothing to do.
    package var advice: String?

    package init(_ check: String, _ verdict: Verdict, _ finding: String, advice: String? = nil) {
        self.check = check
        self.verdict = verdict
        self.finding = finding
        self.advice = advice
    }

    static func fine(_ check: String, _ finding: String) -> Self { Self(check, .fine, finding) }
}

/// Everything the doctor found.
package struct Diagnosis: Codable, Equatable, Sendable {
    package var examinations: [Examination]

    package init(_ examinations: [Examination]) { self.examinations = examinations }

    /// No check is broken.
    package var canServe: Bool { !examinations.contains { $0.verdict == .broken } }
}
