internal import Foundation

/// One phone of a segmentation: rows `start..<end`, and where its second and third state begin.
struct StateSpan: Equatable, Sendable {
    /// Index in `PhoneSet.symbols`.
    var phone: Int
    var start: Int
    var second: Int
    var third: Int
    var end: Int

    init(phone: Int, start: Int, end: Int) {
        let third = (end - start) / 3
        self.init(phone: phone, start: start, second: start + third, third: end - third, end: end)
    }

    init(phone: Int, start: Int, second: Int, third: Int, end: Int) {
        (self.phone, self.start, self.second, self.third, self.end) = (phone, start, second, third, end)
    }

    func state(at row: Int) -> Int { row < second ? 0 : row < third ? 1 : 2 }
}

extension SpeakerModel {
    /// Weights of the priors, in rows of evidence; chosen on six synthetic voices, where thirds and triples of them change the share of starts within 20 ms by less than 1 %.
    struct Priors {
        /// Rows of its group's mean that a state's own mean is mixed with.
        var mean: Float = 20
        /// Rows of the shared variance that a state's own variance is mixed with.
        var variance: Float = 100
        /// Phones of the group's length statistics that a phone's own are mixed with.
        var length: Float = 4
    }

    /// Learns from a segmentation. Deterministic.
    ///
    /// Silence is rarely one sound (room tone, breath, reverberation): its three states are the components of a
    /// mixture instead of a sequence, told apart by `previous`, or by loudness where there is no previous model.
    init(training cepstra: Cepstra, on spans: [StateSpan], previous: SpeakerModel?, priors: Priors = Priors()) {
        let components = Self.silenceComponents(cepstra, spans: spans, previous: previous)
        func stateIndex(_ span: StateSpan, _ row: Int) -> Int {
            span.phone * Self.statesPerPhone + (span.phone == PhoneSet.silence ? components[row] : span.state(at: row))
        }
        let size = Self.size
        let states = PhoneSet.symbols.count * Self.statesPerPhone
        var counts = [Float](repeating: 0, count: states)
        var sums = [Double](repeating: 0, count: states * size)
        var total = [Double](repeating: 0, count: size)
        var speech = 0.0
        for span in spans {
            for row in span.start..<span.end {
                let state = stateIndex(span, row)
                counts[state] += 1
                for lane in 0..<size { sums[state * size + lane] += Double(cepstra.values[row * size + lane]) }
                if span.phone != PhoneSet.silence {
                    speech += 1
                    for lane in 0..<size { total[lane] += Double(cepstra.values[row * size + lane]) }
                }
            }
        }
        offset = total.map { Float($0 / max(speech, 1)) }

        // Means, each drawn toward its group's mean for the same state, and groups toward the speaker's.
        means = [Float](repeating: 0, count: states * size)
        for group in PhoneSet.groups {
            let members = group.map { PhoneSet.index[$0]! }
            for position in 0..<Self.statesPerPhone {
                let rows = members.map { $0 * Self.statesPerPhone + position }
                let seen = rows.reduce(Float(0)) { $0 + counts[$1] }
                for lane in 0..<size {
                    let sum = rows.reduce(0.0) { $0 + sums[$1 * size + lane] }
                    let centre = Float(sum) - seen * offset[lane]
                    let pooled = centre / (seen + priors.mean)
                    for row in rows {
                        let own = Float(sums[row * size + lane]) - counts[row] * offset[lane]
                        means[row * size + lane] = (own + priors.mean * pooled) / (counts[row] + priors.mean)
                    }
                }
            }
        }

        // Covariance within states, shared; its inverse Cholesky factor whitens.
        var scatter = [Double](repeating: 0, count: size * size)
        var rows = 0.0
        var centred = [Double](repeating: 0, count: size)
        for span in spans where span.phone != PhoneSet.silence {
            for row in span.start..<span.end {
                let state = stateIndex(span, row)
                for lane in 0..<size {
                    centred[lane] = Double(
                        cepstra.values[row * size + lane] - offset[lane] - means[state * size + lane])
                }
                rows += 1
                scatter.withUnsafeMutableBufferPointer { scatter in
                    for lane in 0..<size {
                        for column in 0...lane { scatter[lane * size + column] += centred[lane] * centred[column] }
                    }
                }
            }
        }
        whitening = Self.inverseCholesky(scatter, size: size, rows: max(rows, 1))

        // Means and variances in the whitened space.
        let raw = means
        for state in 0..<states {
            for lane in 0..<size {
                var sum: Float = 0
                for column in 0...lane { sum += whitening[lane * size + column] * raw[state * size + column] }
                means[state * size + lane] = sum
            }
        }
        inverseVariances = [Float](repeating: 1, count: states * size)
        constants = [Float](repeating: 0, count: states)
        logLengths = []
        logLengthDeviations = []
        let whitened = whitened(cepstra)
        var squares = [Float](repeating: 0, count: states * size)
        for span in spans {
            for row in span.start..<span.end {
                let state = stateIndex(span, row)
                for lane in 0..<size {
                    let distance = whitened[row * size + lane] - means[state * size + lane]
                    squares[state * size + lane] += distance * distance
                }
            }
        }
        for state in 0..<states {
            var determinant: Float = 0
            for lane in 0..<size {
                let variance = max(
                    0.1, (squares[state * size + lane] + priors.variance) / (counts[state] + priors.variance))
                inverseVariances[state * size + lane] = 1 / variance
                determinant += log(variance)
            }
            constants[state] = -0.5 * determinant
        }
        learnLengths(from: spans, prior: priors.length)
    }

    /// Component of each row that lies in a silence, 0 elsewhere.
    private static func silenceComponents(
        _ cepstra: Cepstra, spans: [StateSpan], previous: SpeakerModel?
    ) -> [Int] {
        var components = [Int](repeating: 0, count: cepstra.rows)
        let silent = spans.filter { $0.phone == PhoneSet.silence }.flatMap { Array($0.start..<$0.end) }
        if let previous {
            let scores = previous.scores(of: previous.whitened(cepstra), used: [PhoneSet.silence])
            let states = PhoneSet.symbols.count * statesPerPhone
            for row in silent {
                let own = (0..<statesPerPhone).map { scores[row * states + PhoneSet.silence * statesPerPhone + $0] }
                components[row] = own.indices.max { own[$0] < own[$1] } ?? 0
            }
        } else {
            let levels = silent.map { cepstra.values[$0 * size] }.sorted()
            guard !levels.isEmpty else { return components }
            let (low, high) = (levels[levels.count / 3], levels[levels.count * 2 / 3])
            for row in silent {
                let level = cepstra.values[row * size]
                components[row] = level < low ? 0 : level < high ? 1 : 2
            }
        }
        return components
    }

    private mutating func learnLengths(from spans: [StateSpan], prior: Float) {
        let phones = PhoneSet.symbols.count
        let lengths = spans.map { ($0.phone, log(Float(max($0.end - $0.start, 1)))) }.filter {
            $0.0 != PhoneSet.silence
        }
        let mean = lengths.reduce(Float(0)) { $0 + $1.1 } / Float(max(lengths.count, 1))
        logLengths = [Float](repeating: mean, count: phones)
        logLengthDeviations = [Float](repeating: 0.4, count: phones)
        for group in PhoneSet.groups {
            let members = Set(group.map { PhoneSet.index[$0]! })
            let pooled = lengths.filter { members.contains($0.0) }.map(\.1)
            let centre = (pooled.reduce(0, +) + prior * mean) / (Float(pooled.count) + prior)
            for phone in members {
                let own = lengths.filter { $0.0 == phone }.map(\.1)
                let location = (own.reduce(0, +) + prior * centre) / (Float(own.count) + prior)
                let spread = own.reduce(Float(0)) { $0 + ($1 - location) * ($1 - location) }
                logLengths[phone] = location
                logLengthDeviations[phone] = ((spread + prior * 0.16) / (Float(own.count) + prior)).squareRoot()
            }
        }
    }

    /// The inverse of the Cholesky factor of `scatter / rows`, with a little added to the diagonal so that the
    /// factor exists however few rows there are.
    private static func inverseCholesky(_ scatter: [Double], size: Int, rows: Double) -> [Float] {
        var factor = [Double](repeating: 0, count: size * size)
        for row in 0..<size {
            for column in 0...row {
                var sum = scatter[row * size + column] / rows
                if row == column { sum = sum * 1.02 + 1e-4 } else { sum *= 0.98 }
                for inner in 0..<column { sum -= factor[row * size + inner] * factor[column * size + inner] }
                factor[row * size + column] =
                    row == column ? max(sum, 1e-6).squareRoot() : sum / factor[column * size + column]
            }
        }
        var inverse = [Double](repeating: 0, count: size * size)
        for column in 0..<size {
            inverse[column * size + column] = 1 / factor[column * size + column]
            for row in (column + 1)..<max(size, column + 1) {
                var sum = 0.0
                for inner in column..<row { sum -= factor[row * size + inner] * inverse[inner * size + column] }
                inverse[row * size + column] = sum / factor[row * size + row]
            }
        }
        return inverse.map(Float.init)
    }
}
