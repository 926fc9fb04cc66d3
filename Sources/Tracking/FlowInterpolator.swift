package import Core

/// Makes the pictures between two pictures by optical flow (DIS), warping from both sides and blending.
///
/// Good for small motions of one person before a still background; about 0.3 s of CPU per 720p pair. Same rules of use as
/// ``FaceTracker``.
package final class FlowInterpolator {
    private let helper: HelperProcess
    private let width: Int
    private let height: Int
    private var isReady = false

    package init(width: Int, height: Int, installation: TrackerInstallation) throws(TrackerError) {
        self.width = width
        self.height = height
        helper = try HelperProcess(installation, request: HelperRequest(mode: "flow", width: width, height: height))
    }

    /// `count` pictures (1…64) on the way from `first` to `last`, both left out; slower at both ends, see
    /// `Tools/tracker/flow.py`.
    package func between(
        _ first: VideoFrame, _ last: VideoFrame, count: Int
    ) throws(TrackerError) -> [VideoFrame] {
        precondition((1...64).contains(count))
        for frame in [first, last] { precondition(frame.width == width && frame.height == height) }
        let size = VideoFrame.byteCount(width: width, height: height)
        if !isReady { try helper.waitUntilReady(recordBytes: size) }
        isReady = true
        try helper.write([UInt8(count), 0, 0, 0])
        try helper.write(first.bytes)
        try helper.write(last.bytes)
        var frames: [VideoFrame] = []
        for _ in 0..<count {
            frames.append(VideoFrame(width: width, height: height, bytes: Array(try helper.take(size))))
        }
        return frames
    }
}
