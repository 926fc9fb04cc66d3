extension BenchReport {
    /// One figure against its bound.
    package struct Row: Equatable, Sendable, Encodable {
        package var figure: String
        package var value: Double
        /// "ms", "MB", "s", "%", "×", or empty for a pure number.
        package var unit: String
        package var bound: Bound

        package init(figure: String, value: Double, unit: String, bound: Bound) {
            self.figure = figure
            self.value = value
            self.unit = unit
            self.bound = bound
        }

        /// Compares the value as measured, never as rounded for print. A value that is no number does not hold.
        package var holds: Bool { bound.admits(value) }

        private enum Key: String, CodingKey { case figure, value, unit, bound, holds }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(figure, forKey: .figure)
            if value.isFinite {
                try container.encode(value, forKey: .value)
            } else {
                try container.encodeNil(forKey: .value)
            }
            try container.encode(unit, forKey: .unit)
            try container.encode(bound.description, forKey: .bound)
            try container.encode(holds, forKey: .holds)
        }
    }

    /// What a figure must be for its row to hold.
    package enum Bound: Equatable, Sendable, CustomStringConvertible {
        case atMost(Double)
        case atLeast(Double)
        case exactly(Double)

        package func admits(_ value: Double) -> Bool {
            switch self {
            case .atMost(let limit): value <= limit
            case .atLeast(let limit): value >= limit
            case .exactly(let wanted): value == wanted
            }
        }

        /// `≤ 3`, `≥ 0.85` or `= 0`.
        package var description: String {
            switch self {
            case .atMost(let limit): "≤ " + BenchReport.short(limit)
            case .atLeast(let limit): "≥ " + BenchReport.short(limit)
            case .exactly(let wanted): "= " + BenchReport.short(wanted)
            }
        }
    }

    /// Three decimals below ten, two below a hundred, one above; without trailing zeros.
    package static func short(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
        let decimals = abs(value) < 10 ? 3 : abs(value) < 100 ? 2 : 1
        let scale = [1.0, 10, 100, 1000][decimals]
        let rounded = (value * scale).rounded() / scale
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }
}
