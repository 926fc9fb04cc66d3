package import Animation
package import Core

/// The recorded engine: the person's own body frames, with recorded mouths composited onto them while they speak.
///
/// Pixels outside the mouth mask are the body frame's, bit for bit; in silence the whole frame is.
package final class FaceRenderer: FaceEngine {
    package let format: PictureFormat
    private let pack: AvatarPack
    private let pictures: any BodyFrameSource
    private let codec = JPEGCodec()
    private let compositor = FaceCompositor()
    private var body: BodyTimeline
    private var mouth: MouthPlanner
    private var bodyStep: BodyFrameStep
    /// Time the body is behind the pictures, in units of 1 / (output rate × pack's rate) seconds.
    private var bodyDebt = 0
    private var mouthStrength: Float = 0
    /// Output pixels per body pixel.
    private let scale: Float

    private var backdrop: (picture: Backdrop, mattes: any BodyFrameSource)?

    package var state: BodyState {
        didSet { if state != oldValue { body.request(state) } }
    }
    package var expression: BodyExpression {
        get { body.expression }
        set { body.expression = newValue }
    }
    package var pendingFrames: Int { mouth.pendingCount }

    /// - Parameters:
    ///   - pictures: Gives the pack's body frames at the format's size.
    ///   - seed: The same seed and calls give the same pictures.
    package init(pack: AvatarPack, pictures: any BodyFrameSource, format: PictureFormat, seed: UInt64) {
        self.pack = pack
        self.pictures = pictures
        self.format = format
        scale = Float(format.width) / Float(pack.manifest.size.width)
        state = .idle
        body = BodyTimeline(pack.routes, state: .idle, seed: seed)
        bodyStep = body.next()
        mouth = MouthPlanner(library: pack.mouth, framesPerSecond: format.framesPerSecond)
    }

    package func enqueue(_ frames: [VisemeFrame], origin: VisemeTimeline.Origin) {
        mouth.enqueue(frames, origin: origin)
    }

    /// Shows the avatar before another background from the next frame on.
    /// - Parameter mattes: The pack's mattes at the format's size, numbered like the body frames.
    package func show(before backdrop: Backdrop, mattes: any BodyFrameSource) {
        self.backdrop = (backdrop, mattes)
    }

    package func interrupt() { mouth.interrupt() }

    /// Nods are shown when a fitting recorded passage is near; blinks and the rest come with the recording.
    package func perform(_ gesture: Gesture) {
        if gesture.kind == .nod { body.request(.nod) }
    }

    /// Where the body is, and how much of the next picture's mouth would be composited if nothing was said.
    package struct Position: Equatable, Sendable {
        /// Index of the body frame that the next picture shows.
        package var bodyFrame: Int
        /// What the body is behind the pictures' clock, in units of 1 / (pictures' rate × pack's rate) seconds; 0 at
        /// equal rates.
        package var bodyDebt: Int
        /// The mouth's strength in the picture shown last.
        package var mouthStrength: Float

        package init(bodyFrame: Int, bodyDebt: Int, mouthStrength: Float) {
            self.bodyFrame = bodyFrame
            self.bodyDebt = bodyDebt
            self.mouthStrength = mouthStrength
        }
    }

    /// What the next picture continues. Setting it makes the next picture that of another renderer of the avatar which
    /// had got there, so that one stream may go on where another stops; what was queued is forgotten.
    package var position: Position {
        get { Position(bodyFrame: bodyStep.index, bodyDebt: bodyDebt, mouthStrength: mouthStrength) }
        set {
            place(at: newValue.bodyFrame)
            bodyDebt = newValue.bodyDebt
            mouthStrength = newValue.mouthStrength
            mouth.rest(strength: newValue.mouthStrength)
        }
    }

    /// All that the next picture follows from. Copies share their memory until one goes on.
    package struct Moment: Sendable {
        fileprivate let state: BodyState
        fileprivate let body: BodyTimeline
        fileprivate let bodyStep: BodyFrameStep
        fileprivate let mouth: MouthPlanner
        package let position: Position
    }

    /// Setting it takes this renderer, or another of the same pack and format, back to where it was: the pictures that
    /// came after are as if they had never been.
    package var moment: Moment {
        get { Moment(state: state, body: body, bodyStep: bodyStep, mouth: mouth, position: position) }
        set {
            state = newValue.state
            (body, bodyStep, mouth) = (newValue.body, newValue.bodyStep, newValue.mouth)
            (bodyDebt, mouthStrength) = (newValue.position.bodyDebt, newValue.position.mouthStrength)
        }
    }

    /// Makes `frame` the next picture's body frame; the mouth goes on.
    package func place(at frame: Int) {
        body.place(at: frame)
        bodyStep = body.next()
        bodyDebt = 0
    }

    /// Where the body shall go by the shortest way; nil leaves it to the state.
    package var destination: BodyDestination? {
        get { body.destination }
        set { body.destination = newValue }
    }

    /// Goes on by a picture without rendering it.
    package func skip() {
        let step = bodyStep
        mouthStrength = mouth.next(on: pack.track.frames[step.index], bodyAtRest: step.mouthAtRest).strength
        advanceBody()
    }

    package func next() throws -> RenderedFrame {
        let step = bodyStep
        let frame = pack.track.frames[step.index]
        let mouthStep = mouth.next(on: frame, bodyAtRest: step.mouthAtRest)
        mouthStrength = mouthStep.strength
        var picture = try pictures.frame(at: step.index)
        if let backdrop {
            backdrop.picture.replaceScreen(of: &picture, matte: try backdrop.mattes.frame(at: step.index))
        }
        advanceBody()
        let touched = mouthStep.strength > 0 ? try compose(mouthStep, on: frame, into: &picture) : .empty
        return RenderedFrame(
            picture: picture, visemes: mouthStep.visemes, bodyFrame: step.index,
            unit: mouthStep.strength > 0 ? mouthStep.layers.last?.unit : nil, strength: mouthStep.strength,
            touched: touched)
    }

    /// The body keeps its recorded tempo: at another output rate frames are repeated or passed over.
    private func advanceBody() {
        bodyDebt += pack.manifest.framesPerSecond
        while bodyDebt >= format.framesPerSecond {
            bodyStep = body.next()
            bodyDebt -= format.framesPerSecond
            // A destination is not passed over; the body waits a fraction of its frame there.
            if let goal = body.destination, goal.frames.contains(bodyStep.index) { bodyDebt = 0 }
        }
    }

    private func compose(
        _ step: MouthStep, on frame: BodyTrack.Frame, into picture: inout VideoFrame
    ) throws -> MouthRegion.Rectangle {
        let pose = frame.pose.scaled(by: scale)
        let layers = try step.layers.map { layer in
            let unit = pack.mouth.units[layer.unit]
            return CompositeLayer(
                unit: try pack.pictures.cachedImage(of: layer.unit, with: codec),
                points: unit.points.map { unit.pose.project($0).plane },
                posed: unit.points.map { pose.project($0).plane }, weight: layer.weight)
        }
        return try compositor.compose(
            &picture, layers: layers, body: frame.points.map { $0 * scale },
            targets: step.points.map { pose.project($0).plane }, strength: step.strength)
    }
}

extension SIMD3<Float> {
    /// The point without its depth.
    var plane: SIMD2<Float> { [x, y] }
}
