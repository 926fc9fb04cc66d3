package import Core

/// Follows one face through a take, picture by picture, in a helper process.
///
/// Pictures are worked on while the caller prepares the next one; at most two are under way, so memory is bounded.
/// Not thread-safe: one task uses it from start to end. Cancelling that task ends any call within 0.1 s with
/// ``TrackerError/cancelled``. The helper is killed when the tracker goes.
package final class FaceTracker {
    package struct Options: Equatable, Sendable {
        /// Pictures higher than this are shrunk before tracking. Measured on 300 frames of a
        /// 340 px wide face at 1080p: 540, 720 and 1080 agree within .001 in the opening's correlation, as the
        /// networks look at 192 × 192 pixels of face.
        package var workingHeight = 720
        /// Look for all faces in every n-th picture; 0: never. 4 ms each.
        package var countEvery = 5
        /// Look for hands in every n-th picture; 0: never. 40 ms each.
        package var handsEvery = 25

        package init() {}
    }

    private let helper: HelperProcess
    private let width: Int
    private let height: Int
    private var isReady = false
    private var fed = 0
    /// Sightings handed out so far.
    package private(set) var finished = 0

    /// Starts the helper for pictures of `width × height` pixels; its models load while the caller goes on.
    ///
    /// - Throws: ``TrackerError/startFailed(reason:)`` when no process can be made.
    package init(
        width: Int, height: Int, options: Options = Options(), installation: TrackerInstallation
    ) throws(TrackerError) {
        self.width = width
        self.height = height
        helper = try HelperProcess(
            installation,
            request: HelperRequest(
                mode: "track", width: width, height: height, workingHeight: options.workingHeight,
                countEvery: options.countEvery, handsEvery: options.handsEvery))
    }

    /// Hands in the next picture, and returns the sightings finished meanwhile, in the order of the pictures.
    ///
    /// Waits while the helper is busy with the picture before.
    /// - Precondition: `frame` has the size named at start.
    package func track(_ frame: VideoFrame) throws(TrackerError) -> [FaceSighting] {
        precondition(frame.width == width && frame.height == height)
        try waitUntilReady()
        try helper.write(frame.bytes)
        fed += 1
        var sightings: [FaceSighting] = []
        while let record = try helper.takeIfReady(SightingRecord.byteCount) {
            sightings.append(SightingRecord.decode(record))
        }
        finished += sightings.count
        return sightings
    }

    /// Says that no picture follows and waits for the sightings still missing.
    package func finish() throws(TrackerError) -> [FaceSighting] {
        try waitUntilReady()
        helper.endInput()
        var sightings: [FaceSighting] = []
        while finished + sightings.count < fed {
            sightings.append(SightingRecord.decode(try helper.take(SightingRecord.byteCount)))
        }
        finished = fed
        return sightings
    }

    private func waitUntilReady() throws(TrackerError) {
        guard !isReady else { return }
        try helper.waitUntilReady(recordBytes: SightingRecord.byteCount)
        isReady = true
    }
}
