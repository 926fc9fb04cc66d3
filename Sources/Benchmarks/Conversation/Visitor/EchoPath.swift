internal import Foundation

/// The way from a visitor's loudspeaker to the microphone: what is received at 48 kHz comes back later, weaker and at
/// 16 kHz.
package struct EchoPath: Sendable {
    private let delay: Int
    private let gain: Float
    private var onItsWay: [Float] = []

    /// More waits only when nobody takes it: then the oldest is lost.
    private static let longest = 16_000 * 2 / 5

    /// - Parameters:
    ///   - delay: Seconds from the decoder to the microphone.
    ///   - level: Decibels over what was received.
    package init(delay: Double = 0.08, level: Double = -20) {
        self.delay = Int(delay * 16_000)
        // The mean of three samples is the resampling to a third of the rate.
        gain = Float(pow(10, level / 20)) / 3 / 32_768
    }

    /// Received sound, mono at 48 kHz.
    package mutating func hear(_ samples: [Int16]) {
        if onItsWay.isEmpty { onItsWay = [Float](repeating: 0, count: delay) }
        for start in stride(from: 0, to: samples.count - 2, by: 3) {
            onItsWay.append(Float(Int(samples[start]) + Int(samples[start + 1]) + Int(samples[start + 2])) * gain)
        }
        if onItsWay.count > Self.longest { onItsWay.removeFirst(onItsWay.count - delay) }
    }

    /// The next samples at the microphone, at 16 kHz; silence where nothing has come.
    package mutating func take(_ count: Int) -> [Float] {
        let taken = Array(onItsWay.prefix(count))
        onItsWay.removeFirst(taken.count)
        return taken + [Float](repeating: 0, count: count - taken.count)
    }
}
