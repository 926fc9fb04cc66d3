internal import Core
internal import Tracking

/// What the lower face looks like, coarsely: luma of `columns × rows` cells below the tip of the nose that turn and grow
/// with the head but not with the jaw.
enum MouthPatch {
    static let columns = 12
    static let rows = 9
    static let count = columns * rows
    /// Half the width, the upper and the lower edge, in face widths from the tip of the nose.
    private static let (reach, top, bottom): (Float, Float, Float) = (0.3, 0.08, 0.5)
    /// Samples per cell in each direction: skin grain averages out.
    private static let samples = 4

    /// - Returns: Row-major; nil where the patch leaves the picture or the face is too small to tell.
    static func luma(_ frame: VideoFrame, _ mesh: FaceMesh) -> [UInt8]? {
        func point(_ landmark: Int) -> SIMD2<Float> { [mesh[landmark].x, mesh[landmark].y] }
        let across = point(FaceLandmark.leftCheek) - point(FaceLandmark.rightCheek)
        guard (across * across).sum() > 40 * 40 else { return nil }
        let down = SIMD2(-across.y, across.x)
        let nose = point(FaceLandmark.noseTip)
        let (wide, high) = (columns * samples, rows * samples)
        var sums = [Int](repeating: 0, count: count)
        for y in 0..<high {
            let v = top + (bottom - top) * (Float(y) + 0.5) / Float(high)
            for x in 0..<wide {
                let u = reach * (2 * (Float(x) + 0.5) / Float(wide) - 1)
                let place = nose + across * u + down * v
                guard place.x >= 0, place.y >= 0, place.x < Float(frame.width), place.y < Float(frame.height) else {
                    return nil
                }
                sums[y / samples * columns + x / samples] += Int(frame.bytes[Int(place.y) * frame.width + Int(place.x)])
            }
        }
        return sums.map { UInt8($0 / (samples * samples)) }
    }
}

/// Finds pictures whose lower face looks like nothing else in the recording: a hand, a cup or a microphone is before the
/// mouth. The tracker goes on guessing lips there.
enum HiddenMouth {
    /// Pictures nearer than this, in seconds, cannot vouch for each other: what hides the mouth stays a while.
    private static let apart = 3.0
    /// A picture vouches when so many alike ones exist elsewhere.
    private static let witnesses = 3
    /// Mean luma difference to the alike pictures, from which on a picture is foreign: this much, and this many times the
    /// recording's median. Measured on the stock recording: median 1.9, largest of 3000 pictures 6.0; 20 with a
    /// skin-coloured box before the mouth, 11 with one before half the chin.
    private static let foreign: (least: Float, times: Float) = (10, 3)
    /// Seconds around a foreign picture that are foreign too: what hides the mouth comes and goes fast and blurred.
    private static let margin = 0.12
    /// In shorter recordings, in seconds, a wide vowel may be seen only once: nothing is foreign there.
    private static let leastSeconds = 30.0
    /// Beyond this share nothing is foreign: the light changes, or the person moves a lot.
    private static let largestShare = 0.2

    /// - Parameter patches: One per picture, nil where there was none.
    static func find(_ patches: [[UInt8]?], framesPerSecond: Double) -> [Bool] {
        let none = [Bool](repeating: false, count: patches.count)
        guard Double(patches.count) >= leastSeconds * framesPerSecond else { return none }
        let distances = strangeness(patches, framesPerSecond: framesPerSecond)
        let known = distances.compactMap(\.self).sorted()
        guard !known.isEmpty else { return none }
        let limit = max(foreign.least, foreign.times * known[known.count / 2])
        let found = distances.indices.filter { distances[$0].map { $0 > limit } ?? false }
        guard Double(found.count) <= largestShare * Double(known.count) else { return none }
        var hidden = none
        let reach = Int((margin * framesPerSecond).rounded())
        for index in found {
            for near in max(0, index - reach)...min(hidden.count - 1, index + reach) { hidden[near] = true }
        }
        return hidden
    }

    /// Mean absolute difference to the third most alike picture at least ``apart`` away; nil without so many.
    static func strangeness(_ patches: [[UInt8]?], framesPerSecond: Double) -> [Float?] {
        let apart = Int(apart * framesPerSecond)
        let others = stride(from: 0, to: patches.count, by: 3).filter { patches[$0] != nil }
        return patches.indices.map { index in
            guard let patch = patches[index] else { return nil }
            var nearest = [Int](repeating: .max, count: witnesses)
            for other in others where abs(other - index) >= apart {
                let sum = difference(patch, patches[other]!)
                if let place = nearest.firstIndex(where: { sum < $0 }) {
                    nearest.insert(sum, at: place)
                    nearest.removeLast()
                }
            }
            return nearest[witnesses - 1] == .max ? nil : Float(nearest[witnesses - 1]) / Float(patch.count)
        }
    }

    private static func difference(_ one: [UInt8], _ other: [UInt8]) -> Int {
        one.withUnsafeBufferPointer { one in
            other.withUnsafeBufferPointer { other in
                var sum: Int32 = 0
                for index in 0..<min(one.count, other.count) { sum += abs(Int32(one[index]) - Int32(other[index])) }
                return Int(sum)
            }
        }
    }
}
