internal import Foundation

/// When a link is looked at again. Pure; times are seconds since 1970.
///
/// A page that changed is looked at twice as often, one that did not half again as seldom, and a server that fails is
/// left alone for longer and longer.
package struct RefreshPlan: Equatable, Codable, Sendable {
    package struct Interval: Equatable, Codable, Sendable {
        /// Seconds.
        package var least: Double
        package var usual: Double
        package var most: Double

        package init(least: Double = 3600, usual: Double = 24 * 3600, most: Double = 14 * 24 * 3600) {
            self.least = max(least, 60)
            self.usual = max(usual, self.least)
            self.most = max(most, self.usual)
        }
    }

    package enum Outcome: Equatable, Sendable {
        case changed
        case unchanged
        case failed(LinkError)
    }

    package private(set) var interval: Interval
    /// Seconds until the next look after a success.
    package private(set) var pace: Double
    package private(set) var failures = 0
    package private(set) var next: Double
    /// True when the page was gone three times in a row: its passages should be forgotten.
    package private(set) var isGone = false

    /// - Parameter now: When the page was first read.
    package init(now: Double, interval: Interval = Interval()) {
        self.interval = interval
        pace = interval.usual
        next = now + interval.usual
    }

    package func isDue(at now: Double) -> Bool { now >= next }

    package mutating func record(_ outcome: Outcome, now: Double) {
        switch outcome {
        case .changed: pace = max(pace / 2, interval.least)
        case .unchanged: pace = min(pace * 1.5, interval.most)
        case .failed(let error):
            failures += 1
            if [.status(404), .status(410)].contains(error), failures >= 3 { isGone = true }
            // A server in trouble may be back soon; what needs a person's hand is not.
            let first = error.isPassing ? interval.least : pace
            let wait = first * Double(1 << min(failures - 1, 10))
            next = now + min(max(wait, interval.least), interval.most)
            return
        }
        (failures, isGone) = (0, false)
        next = now + pace
    }
}

/// What is known of a page that was read.
package struct LinkState: Equatable, Sendable {
    package var validators: PageValidators
    package var plan: RefreshPlan

    package init(validators: PageValidators, plan: RefreshPlan) {
        self.validators = validators
        self.plan = plan
    }
}

extension RefreshPlan {
    /// As JSON.
    var text: String { (try? JSONEncoder().encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "" }

    /// nil when the text is none of a plan.
    init?(text: String) {
        guard let plan = try? JSONDecoder().decode(RefreshPlan.self, from: Data(text.utf8)) else { return nil }
        self = plan
    }
}
