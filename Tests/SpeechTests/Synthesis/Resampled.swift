@testable import Speech

/// A whole sound at another rate.
func resampled(_ samples: [Float], from source: Int, to target: Int) -> [Float] {
    guard source != target, var resampler = Resampler(from: source, to: target, quality: .high) else { return samples }
    return resampler.push(samples) + resampler.finish()
}
