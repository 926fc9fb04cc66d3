package import Core

/// Says for each pixel whether it belongs to a person (selfie segmentation, 256 × 256 inside, so edges are soft:
/// a trimap, not a finished matte). Same rules of use as ``FaceTracker``.
package final class PersonSegmenter {
    private let helper: HelperProcess
    private let width: Int
    private let height: Int
    private var isReady = false

    package init(width: Int, height: Int, installation: TrackerInstallation) throws(TrackerError) {
        self.width = width
        self.height = height
        helper = try HelperProcess(
            installation, request: HelperRequest(mode: "segment", width: width, height: height))
    }

    /// `width × height` bytes, row-major: 0 background … 255 person.
    package func mask(_ frame: VideoFrame) throws(TrackerError) -> [UInt8] {
        precondition(frame.width == width && frame.height == height)
        if !isReady { try helper.waitUntilReady(recordBytes: width * height) }
        isReady = true
        try helper.write(frame.bytes)
        return Array(try helper.take(width * height))
    }
}
