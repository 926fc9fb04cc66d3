internal import Avatars
internal import Core
internal import Media
internal import Rendering

/// Renders and encodes a loop: a few seconds of one core, once per avatar, format and state.
enum LoopMaker {
    /// Pictures rendered before the first, so that the mouth has come to rest as it has at the end.
    private static let runIn = 12

    /// - Returns: Nil when the body graph has no closed way in that state.
    /// - Throws: `CancellationError`, and what rendering and encoding throw.
    static func make(
        _ pack: AvatarPack, body: BodyClip, format: StageFormat, state: BodyState, isCancelled: () -> Bool
    ) throws -> StageLoop? {
        guard let plan = LoopPlan(pack.routes, state: state) else { return nil }
        let renderer = try pack.makeRenderer(
            body: body, height: format.quality.height, framesPerSecond: LoopPlan.rate)
        let encoder = try LiveVideoEncoder(
            format.codec, width: renderer.format.width, height: renderer.format.height,
            framesPerSecond: LoopPlan.rate, effort: .careful, bitsPerSecond: format.quality.bitsPerSecond)
        let count = plan.frames.count
        let keyframes = Set(plan.keyframes)
        var pictures: [CodedPicture] = []
        var positions: [FaceRenderer.Position] = []
        for step in -runIn..<count {
            if isCancelled() { throw CancellationError() }
            let index = (step + count) % count
            renderer.place(at: plan.frames[index])
            if step < 0 {
                renderer.skip()
                continue
            }
            var position = renderer.position
            position.bodyDebt = plan.debts[index]
            positions.append(position)
            let picture = try renderer.next().picture
            pictures.append(try encoder.encode(picture, asKeyframe: keyframes.contains(index)))
        }
        return StageLoop(state: state, pictures: pictures, positions: positions, graph: pack.graph)
    }
}
