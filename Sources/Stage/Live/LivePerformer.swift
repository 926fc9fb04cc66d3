internal import Avatars
internal import Core
internal import Media
internal import Rendering

/// A renderer and an encoder for one stage that is live. Goes from stage to stage; used by one worker at a time, which
/// is why it may cross threads.
final class LivePerformer: @unchecked Sendable {
    let key: PackFormat
    private let pack: AvatarPack
    private let renderer: FaceRenderer
    private var encoder: LiveVideoEncoder
    /// A keyframe is due that was passed over.
    private var owesKeyframe = true

    init(_ pack: AvatarPack, body: BodyClip, key: PackFormat, effort: EncodingEffort) throws {
        self.key = key
        self.pack = pack
        renderer = try pack.makeRenderer(
            body: body, height: key.format.quality.height, framesPerSecond: LoopPlan.rate)
        encoder = try Self.encoder(key.format, renderer.format, effort, key.format.quality.bitsPerSecond)
    }

    /// Renders and encodes the newest of `plans` that is not left out, passes over the others. One outcome each, in
    /// order.
    func perform(_ plans: [PicturePlan]) throws -> [PictureOutcome] {
        var outcomes: [PictureOutcome] = []
        let chosen = plans.lastIndex { !$0.isLeftOut }
        for (index, plan) in plans.enumerated() {
            prepare(plan)
            if index != chosen {
                renderer.skip()
                outcomes.append(PictureOutcome(picture: plan.picture, coded: nil, moment: renderer.moment))
            } else {
                outcomes.append(try picture(plan))
            }
        }
        return outcomes
    }

    private func prepare(_ plan: PicturePlan) {
        if let position = plan.position {
            renderer.position = position
            owesKeyframe = true
        }
        if let moment = plan.moment {
            renderer.moment = moment
            owesKeyframe = true
        }
        owesKeyframe = owesKeyframe || plan.keyframe
        renderer.state = plan.state
        if renderer.destination?.frames != plan.destination?.frames { renderer.destination = plan.destination }
        // The plan holds all that is known: what was queued before is part of it.
        renderer.interrupt()
        renderer.enqueue(plan.visemes, origin: plan.origin)
        if let nod = plan.nod { renderer.perform(nod) }
    }

    private func picture(_ plan: PicturePlan) throws -> PictureOutcome {
        let start = monotonicSeconds()
        let frame = try renderer.next().picture
        let rendered = monotonicSeconds()
        if owesKeyframe, encoder.effort != plan.effort {
            encoder = try Self.encoder(key.format, renderer.format, plan.effort, plan.bitsPerSecond)
        }
        encoder.bitsPerSecond = plan.bitsPerSecond
        let coded = try encoder.encode(frame, asKeyframe: owesKeyframe)
        owesKeyframe = false
        return PictureOutcome(
            picture: plan.picture, coded: coded, moment: renderer.moment, rendering: rendered - start,
            encoding: monotonicSeconds() - rendered)
    }

    private static func encoder(
        _ format: StageFormat, _ size: PictureFormat, _ effort: EncodingEffort, _ bitsPerSecond: Int
    ) throws -> LiveVideoEncoder {
        try LiveVideoEncoder(
            format.codec, width: size.width, height: size.height, framesPerSecond: LoopPlan.rate, effort: effort,
            bitsPerSecond: bitsPerSecond)
    }
}
