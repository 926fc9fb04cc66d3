package import Animation
package import Core

/// Size and rate of the pictures an engine gives.
package struct PictureFormat: Equatable, Sendable {
    package var width: Int
    package var height: Int
    /// 25 or 30.
    package var framesPerSecond: Int

    package init(width: Int, height: Int, framesPerSecond: Int) {
        self.width = width
        self.height = height
        self.framesPerSecond = framesPerSecond
    }
}

/// One rendered picture and how it came about.
package struct RenderedFrame: Sendable {
    package var picture: VideoFrame
    package var visemes: VisemeFrame
    /// Index of the body frame, or nil where an engine has none.
    package var bodyFrame: Int?
    /// The recorded mouth that is shown, or nil while the body frame is untouched.
    package var unit: Int?
    /// 0 untouched … 1 mouth fully composited.
    package var strength: Float
    /// What may differ from the body frame; every pixel outside is the body's, bit for bit. Empty when untouched.
    package var touched: MouthRegion.Rectangle

    package init(
        picture: VideoFrame, visemes: VisemeFrame, bodyFrame: Int?, unit: Int?, strength: Float,
        touched: MouthRegion.Rectangle
    ) {
        self.picture = picture
        self.visemes = visemes
        self.bodyFrame = bodyFrame
        self.unit = unit
        self.strength = strength
        self.touched = touched
    }
}

/// Turns visemes into pictures, one at a time and without end. Engines that render a photo or a 3-D model conform
/// beside ``FaceRenderer``. One per session; not thread-safe.
package protocol FaceEngine: AnyObject {
    var format: PictureFormat { get }
    /// What the avatar should be doing. Takes effect at the next invisible transition.
    var state: BodyState { get set }
    var expression: BodyExpression { get set }
    /// Visemes queued and not shown yet.
    var pendingFrames: Int { get }

    /// Queues visemes at the format's frame rate. The first frame shown after an empty queue is their first.
    func enqueue(_ frames: [VisemeFrame], origin: VisemeTimeline.Origin)
    /// Drops queued visemes; the mouth closes within three frames.
    func interrupt()
    /// Wishes for a gesture in the near future. An engine that cannot show it ignores it.
    func perform(_ gesture: Gesture)
    /// Renders the next picture. Never waits: with nothing queued it shows the avatar in its state.
    func next() throws -> RenderedFrame
}

/// Supplies an avatar's body frames at the size they are shown. One per engine; not thread-safe.
package protocol BodyFrameSource {
    func frame(at index: Int) throws -> VideoFrame
}
