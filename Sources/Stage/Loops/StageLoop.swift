internal import Media
internal import Rendering

/// A loop coded once and sent by all stages that idle. Read-only.
final class StageLoop: Sendable {
    let state: BodyState
    let pictures: [CodedPicture]
    /// What each picture continues: where a live stream must be to go on with it, and where one starts instead of it.
    let positions: [FaceRenderer.Position]
    /// Pictures one can enter at, ascending; never empty.
    let keyframes: [Int]
    /// The mean.
    let bitsPerSecond: Int
    /// The body frames of those.
    let destination: BodyDestination

    init(
        state: BodyState, pictures: [CodedPicture], positions: [FaceRenderer.Position], graph: BodyGraph
    ) {
        self.state = state
        self.pictures = pictures
        self.positions = positions
        bitsPerSecond = pictures.reduce(0) { $0 + $1.bytes.count } * 8 * LoopPlan.rate / max(pictures.count, 1)
        keyframes = pictures.indices.filter { pictures[$0].isKeyframe }
        // The mouth of a live stream ends at rest: entrances where the loop's does too are the ones to go to.
        let calm = keyframes.filter { positions[$0].mouthStrength == 0 }
        destination = BodyDestination(
            Set((calm.isEmpty ? keyframes : calm).map { positions[$0].bodyFrame }), through: graph)
    }

    /// The picture at which a stream that has come to `position` can go on with the loop unseen.
    func entrance(from position: FaceRenderer.Position) -> Int? {
        keyframes.first { index in
            let own = positions[index]
            return own.bodyFrame == position.bodyFrame && own.bodyDebt == position.bodyDebt
                && abs(own.mouthStrength - position.mouthStrength) < 0.01
        }
    }

    /// Pictures from `picture` to the next keyframe, 0 when it is one.
    func picturesToKeyframe(from picture: Int) -> Int {
        if let next = keyframes.first(where: { $0 >= picture }) { return next - picture }
        return pictures.count - picture + keyframes[0]
    }
}
