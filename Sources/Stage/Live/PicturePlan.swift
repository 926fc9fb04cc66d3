internal import Animation
internal import Core
internal import Media
internal import Rendering

/// All that a performer has to know to make one picture. Made by the stage, used by a worker.
struct PicturePlan: Sendable {
    /// Number of the picture on the stage's clock.
    var picture: Int
    /// Not to be made, to save time: body and mouth go on without it.
    var isLeftOut: Bool
    /// Where a performer that comes in takes over; nil goes on from its last picture.
    var position: FaceRenderer.Position?
    /// Where it goes on after pictures that were taken back; nil goes on from the last.
    var moment: FaceRenderer.Moment?
    /// The mouth now and in the pictures to come, as far as known; empty is rest.
    var visemes: [VisemeFrame]
    var origin: VisemeTimeline.Origin
    var state: BodyState
    /// Where the body shall go; nil leaves it to the state.
    var destination: BodyDestination?
    var nod: Gesture?
    var keyframe: Bool
    var effort: EncodingEffort
    var bitsPerSecond: Int
}

/// What became of a plan.
struct PictureOutcome: Sendable {
    var picture: Int
    /// Nil when it was passed over because a newer one was due.
    var coded: CodedPicture?
    /// What the next picture continues.
    var moment: FaceRenderer.Moment
    var position: FaceRenderer.Position { moment.position }
    /// Seconds of a worker.
    var rendering = 0.0
    var encoding = 0.0
}
