package import Foundation

/// What one benchmark measured, on which machine, against which bounds.
///
/// The one form of every benchmark in this project, in JSON:
/// `{"machine": {…}, "rows": [{"figure", "value", "unit", "bound", "holds"}]}`; `"skipped"` and `"details"` only when
/// there are some.
package struct BenchReport: Equatable, Sendable, Encodable {
    package var machine: Machine
    package var rows: [Row]
    /// Figures that could not be measured this time, each with what it would have needed.
    package var skipped: [Skipped]

    /// Figures without a bound that explain those with one.
    package var details: [Detail] = []

    package init(machine: Machine = .current, rows: [Row] = [], skipped: [Skipped] = []) {
        self.machine = machine
        self.rows = rows
        self.skipped = skipped
    }

    /// True when something was measured and every row holds.
    package var holds: Bool { !rows.isEmpty && rows.allSatisfy(\.holds) }

    package mutating func measure(_ figure: String, _ value: Double, _ unit: String, _ bound: Bound) {
        rows.append(Row(figure: figure, value: value, unit: unit, bound: bound))
    }

    package mutating func explain(_ figure: String, _ value: Double, _ unit: String) {
        details.append(Detail(figure: figure, value: value, unit: unit))
    }

    package mutating func skip(_ figure: String, because reason: String) {
        skipped.append(Skipped(figure: figure, reason: reason))
    }

    /// Pretty-printed JSON with sorted keys and a final line break.
    package func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self) + Data("\n".utf8)
    }

    package struct Skipped: Equatable, Sendable, Codable {
        package var figure: String
        package var reason: String
    }

    package struct Detail: Equatable, Sendable, Encodable {
        package var figure: String
        package var value: Double
        package var unit: String

        private enum Key: String, CodingKey { case figure, value, unit }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(figure, forKey: .figure)
            try container.encode(value.isFinite ? value : nil, forKey: .value)
            try container.encode(unit, forKey: .unit)
        }
    }

    private enum Key: String, CodingKey { case machine, rows, skipped, details }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(machine, forKey: .machine)
        try container.encode(rows, forKey: .rows)
        if !skipped.isEmpty { try container.encode(skipped, forKey: .skipped) }
        if !details.isEmpty { try container.encode(details, forKey: .details) }
    }
}
