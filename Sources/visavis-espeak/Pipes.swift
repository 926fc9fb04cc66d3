internal import EspeakWire
internal import Subprocess

/// The way in and the way out.
final class Pipes {
    private let parent = ParentChannel(longestFrame: EspeakWire.longestFrame)

    func send(_ reply: EspeakReply) { parent.send(reply.frame) }

    /// Nil at the end of the input.
    func waitForRequest() -> EspeakRequest? { parent.wait(for: EspeakRequest.init(frame:)) }

    /// True when the request is not wanted any more; looks without waiting.
    func isCancelled(_ id: UInt32) -> Bool {
        while let request = parent.look(for: EspeakRequest.init(frame:)) {
            // One request at a time is agreed; only a cancel may come now.
            guard case .cancel(let other) = request else { ParentChannel.refuse() }
            if other == id { return true }
        }
        return false
    }
}
