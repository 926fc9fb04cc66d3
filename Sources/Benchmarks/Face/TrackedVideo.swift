internal import Core
internal import Foundation
internal import Media
package import Tracking

/// A video as the measurements see it: the face per decoded frame, and the picture statistics of the mouth's box.
package struct TrackedVideo: Sendable {
    package var track: FaceTrack
    package var mouth: MouthCurve
    /// Variance of the Laplacian of luma over the mouth box, per frame.
    package var sharpness: [Double]
    /// Mean absolute luma difference to the next frame over the mouth box, per frame but the last.
    package var differences: [Double]

    /// Decodes and tracks a file at its own rate and size.
    package init(path: String, installation: TrackerInstallation, progress: (Double) -> Void = { _ in }) throws {
        let reader = try FootageReader(path: path)
        var options = FaceTracker.Options()
        (options.countEvery, options.handsEvery) = (0, 0)
        let tracker = try FaceTracker(
            width: reader.size.width, height: reader.size.height, options: options, installation: installation)
        var sightings: [FaceSighting] = []
        var lumas: [LumaBox] = []
        let expected = Double(reader.framesPerSecond) * reader.probe.duration
        // Frames wait here until the tracker, at most a few frames behind, has said where the mouth is.
        var waiting: [VideoFrame] = []
        func settle(_ found: [FaceSighting]) {
            for sighting in found {
                sightings.append(sighting)
                lumas.append(LumaBox(of: waiting.removeFirst(), around: sighting.mesh))
            }
            progress(Double(sightings.count) / max(expected, 1))
        }
        while let frame = try reader.next() {
            try Task.checkCancellation()
            waiting.append(frame)
            settle(try tracker.track(frame))
        }
        settle(try tracker.finish())
        track = FaceTrack(
            sightings: sightings, framesPerSecond: Double(reader.framesPerSecond), width: reader.size.width,
            height: reader.size.height)
        guard let poses = PoseTrack(track) else { throw FaceBenchError.noFace(path: path) }
        mouth = MouthCurve(track, poses: poses)
        sharpness = lumas.map(\.laplacianVariance)
        differences = zip(lumas, lumas.dropFirst()).map { $0.meanDifference(to: $1) }
    }
}

package enum FaceBenchError: Error, Equatable, CustomStringConvertible {
    case noFace(path: String)
    case tooShort

    package var description: String {
        switch self {
        case .noFace(let path): "no face was found in \(path)"
        case .tooShort: "the talking part is shorter than 30 s; there is nothing to hold out"
        }
    }
}

/// Luma around a mouth: 0.60 × 0.45 face widths about the lips' middle, with 8 px more on each side so that a
/// neighbouring frame's box can be compared at the same place.
private struct LumaBox {
    private static let margin = 8
    private var x = 0
    private var y = 0
    private var width = 0
    private var height = 0
    private var samples: [UInt8] = []

    init(of frame: VideoFrame, around mesh: FaceMesh?) {
        guard let mesh else { return }
        let lips = (mesh[FaceLandmark.innerUpperLip] + mesh[FaceLandmark.innerLowerLip]) / 2
        let across = mesh[FaceLandmark.rightCheek] - mesh[FaceLandmark.leftCheek]
        let faceWidth = (across * across).sum().squareRoot()
        let left = max(Int(lips.x - 0.3 * faceWidth) - Self.margin, 0)
        let top = max(Int(lips.y - 0.225 * faceWidth) - Self.margin, 0)
        let right = min(Int(lips.x + 0.3 * faceWidth) + Self.margin, frame.width)
        let bottom = min(Int(lips.y + 0.225 * faceWidth) + Self.margin, frame.height)
        guard right - left > 2 * Self.margin + 4, bottom - top > 2 * Self.margin + 4 else { return }
        (x, y, width, height) = (left, top, right - left, bottom - top)
        samples.reserveCapacity(width * height)
        for row in top..<bottom { samples += frame.bytes[(row * frame.width + left)..<(row * frame.width + right)] }
    }

    var laplacianVariance: Double {
        let m = Self.margin
        guard width > 2 * m, height > 2 * m else { return 0 }
        var sum = 0.0
        var squares = 0.0
        for row in m..<(height - m) {
            for column in m..<(width - m) {
                let at = row * width + column
                let value = Double(
                    Int(samples[at - 1]) + Int(samples[at + 1]) + Int(samples[at - width]) + Int(samples[at + width])
                        - 4 * Int(samples[at]))
                sum += value
                squares += value * value
            }
        }
        let count = Double((height - 2 * m) * (width - 2 * m))
        return squares / count - (sum / count) * (sum / count)
    }

    func meanDifference(to next: LumaBox) -> Double {
        let left = max(x, next.x)
        let top = max(y, next.y)
        let right = min(x + width, next.x + next.width)
        let bottom = min(y + height, next.y + next.height)
        guard right > left, bottom > top else { return 0 }
        var sum = 0
        for row in top..<bottom {
            for column in left..<right {
                let here = samples[(row - y) * width + column - x]
                let there = next.samples[(row - next.y) * next.width + column - next.x]
                sum += abs(Int(here) - Int(there))
            }
        }
        return Double(sum) / Double((right - left) * (bottom - top))
    }
}
