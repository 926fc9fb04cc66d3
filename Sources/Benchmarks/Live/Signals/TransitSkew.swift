/// How much later pictures arrive than the sound they belong to, when both say when they were sent.
///
/// A packet's *transit* is its arrival on the receiver's clock minus its time on the sender's, as the sender's reports
/// tie it to RTP (RFC 3550 §6.4.1). The two clocks differ by a constant that is the same for picture and sound, so a
/// picture's skew is its transit minus that of the sound next to it in sender's time.
package struct TransitSkew: Equatable, Sendable {
    package typealias Sample = (sender: Int64, arrival: Int64)

    /// Milliseconds of every picture, + means it came late, in order.
    package let skews: [Double]
    /// Milliseconds an hour: the least-squares slope of the skews.
    package let driftPerHour: Double

    /// Both in the order of their arrival; times in nanoseconds. Pictures without a sound within 40 ms are left out.
    package init(pictures: [Sample], sounds: [Sample]) {
        var skews: [Double] = []
        var points: [(x: Double, y: Double)] = []
        let sounds = sounds.sorted { $0.sender < $1.sender }
        var next = 0
        for picture in pictures.sorted(by: { $0.sender < $1.sender }) {
            while next + 1 < sounds.count,
                abs(sounds[next + 1].sender - picture.sender) <= abs(sounds[next].sender - picture.sender)
            { next += 1 }
            guard next < sounds.count, abs(sounds[next].sender - picture.sender) <= 40_000_000 else { continue }
            let transit = picture.arrival - picture.sender
            let skew = (transit - (sounds[next].arrival - sounds[next].sender)).milliseconds
            skews.append(skew)
            points.append((Double(picture.sender - pictures[0].sender) / 3.6e12, skew))
        }
        self.skews = skews
        driftPerHour = Statistics.slope(points)
    }

    package var count: Int { skews.count }
    package var median: Double { Statistics.median(skews) }
    /// Of the sizes.
    package var p95: Double { Statistics.quantile(0.95, of: skews.map(abs)) }
    package var largest: Double { Statistics.quantile(1, of: skews.map(abs)) }
}
