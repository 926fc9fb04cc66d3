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
    /// Decoded crops by unit, with the step they were last used at.
    private var crops: [Int: (image: MouthUnitImage, used: Int)] = [:]
    private var stepCount = 0
    /// Output pixels per body pixel.
    private let scale: Float

    private var backdrop: (picture: Backdrop, mattes: any BodyFrameSource)?

    /// Crops kept decoded, about 150 KB each at 1080p.
    private static let cropLimit = 96

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

    package func next() throws -> RenderedFrame {
        let step = bodyStep
        let frame = pack.track.frames[step.index]
        let mouthStep = mouth.next(on: frame, bodyAtRest: step.mouthAtRest)
        var picture = try pictures.frame(at: step.index)
        if let backdrop {
            backdrop.picture.replaceScreen(of: &picture, matte: try backdrop.mattes.frame(at: step.index))
        }
        advanceBody()
        let touched = mouthStep.strength > 0 ? try compose(mouthStep, on: frame, into: &picture) : .empty
        stepCount += 1
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
        }
    }

    private func compose(
        _ step: MouthStep, on frame: BodyTrack.Frame, into picture: inout VideoFrame
    ) throws -> MouthRegion.Rectangle {
        let pose = frame.pose.scaled(by: scale)
        let layers = try step.layers.map { layer in
            let unit = pack.mouth.units[layer.unit]
            return CompositeLayer(
                unit: try crop(layer.unit), points: unit.points.map { unit.pose.project($0).plane },
                posed: unit.points.map { pose.project($0).plane }, weight: layer.weight)
        }
        return try compositor.compose(
            &picture, layers: layers, body: frame.points.map { $0 * scale },
            targets: step.points.map { pose.project($0).plane }, strength: step.strength)
    }

    private func crop(_ unit: Int) throws -> MouthUnitImage {
        if let cached = crops[unit] {
            crops[unit]?.used = stepCount
            return cached.image
        }
        if crops.count >= Self.cropLimit, let oldest = crops.min(by: { $0.value.used < $1.value.used }) {
            crops.removeValue(forKey: oldest.key)
        }
        let image = try pack.pictures.image(of: unit, with: codec)
        crops[unit] = (image, stepCount)
        return image
    }
}

extension SIMD3<Float> {
    /// The point without its depth.
    var plane: SIMD2<Float> { [x, y] }
}
