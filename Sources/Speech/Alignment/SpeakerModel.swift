internal import Foundation

/// How one speaker's phones sound on one microphone: three Gaussian states per phone, and how long phones last.
///
/// Learnt from an aligned recording; it aligns other recordings of the same speaker and microphone.
package struct SpeakerModel: Codable, Equatable, Sendable {
    static let statesPerPhone = 3
    static var size: Int { Cepstra.size }

    /// Mean of the training speech, taken off every row.
    var offset: [Float]
    /// Lower triangle, row-major `size × size`: rows times this have unit covariance within a state (a covariance
    /// shared by all states, as in linear discriminant analysis).
    var whitening: [Float]
    /// `[phone][state][lane]` in the whitened space.
    var means: [Float]
    var inverseVariances: [Float]
    /// Minus half the log determinant of each state's covariance.
    var constants: [Float]
    /// Mean and deviation of the natural log of a phone's length in rows, `[phone]`.
    var logLengths: [Float]
    var logLengthDeviations: [Float]

    /// - Complexity: O(rows × size²).
    func whitened(_ cepstra: Cepstra) -> [Float] {
        let size = Self.size
        var output = [Float](repeating: 0, count: cepstra.values.count)
        var centred = [Float](repeating: 0, count: size)
        cepstra.values.withUnsafeBufferPointer { input in
            whitening.withUnsafeBufferPointer { matrix in
                output.withUnsafeMutableBufferPointer { output in
                    centred.withUnsafeMutableBufferPointer { centred in
                        for row in 0..<input.count / size {
                            for lane in 0..<size { centred[lane] = input[row * size + lane] - offset[lane] }
                            for lane in 0..<size {
                                var sum: Float = 0
                                for column in 0...lane { sum += matrix[lane * size + column] * centred[column] }
                                output[row * size + lane] = sum
                            }
                        }
                    }
                }
            }
        }
        return output
    }

    /// Log densities `[row][phone × 3 + state]` up to a constant shared by all, for the phones in `used`.
    func scores(of whitened: [Float], used: Set<Int>) -> [Float] {
        let size = Self.size
        let states = PhoneSet.symbols.count * Self.statesPerPhone
        let rows = whitened.count / size
        var scores = [Float](repeating: -1e4, count: rows * states)
        let wanted = used.sorted().flatMap { phone in (0..<Self.statesPerPhone).map { phone * Self.statesPerPhone + $0 }
        }
        whitened.withUnsafeBufferPointer { input in
            means.withUnsafeBufferPointer { means in
                inverseVariances.withUnsafeBufferPointer { variances in
                    scores.withUnsafeMutableBufferPointer { scores in
                        for row in 0..<rows {
                            for state in wanted {
                                var sum: Float = 0
                                for lane in 0..<size {
                                    let distance = input[row * size + lane] - means[state * size + lane]
                                    sum += distance * distance * variances[state * size + lane]
                                }
                                scores[row * states + state] = constants[state] - 0.5 * sum
                            }
                        }
                    }
                }
            }
        }
        return scores
    }
}
