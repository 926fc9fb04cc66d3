internal import Core
internal import Tracking

/// One pass over a recording's pictures: each is tracked and measured once, then forgotten.
///
/// At most three pictures are held, those whose face is still being looked for.
final class FootagePass {
    private let tracker: FaceTracker
    private var meter = FrameMeter()
    private var waiting: [VideoFrame] = []
    private(set) var sightings: [FaceSighting] = []
    private(set) var statistics: [FrameStatistics] = []
    private(set) var pictures: [SheetPicture] = []
    /// What the motion planner compares body frames by, frame after frame.
    private(set) var thumbnails: [UInt8] = []
    /// Which pictures go on the contact sheet.
    private let shown: Set<Int>

    /// - Parameter expected: About how many pictures will come.
    init(tracker: FaceTracker, expected: Int) {
        self.tracker = tracker
        shown = Set((0..<SheetPicture.count).map { (2 * $0 + 1) * max(expected, 1) / (2 * SheetPicture.count) })
    }

    func add(_ frame: VideoFrame) throws(TrackerError) {
        waiting.append(frame)
        take(try tracker.track(frame))
    }

    func finish() throws(TrackerError) { take(try tracker.finish()) }

    var bars: BlackBars { meter.brightest.map { BlackBars($0) } ?? .none }

    private func take(_ finished: [FaceSighting]) {
        for sighting in finished {
            let frame = waiting.removeFirst()
            if shown.contains(sightings.count) {
                pictures.append(SheetPicture(frame, index: sightings.count, mesh: sighting.mesh))
            }
            statistics.append(meter.measure(frame, sighting))
            thumbnails += MotionThumbnail.luma(of: frame)
            sightings.append(sighting)
        }
    }
}
