/// Which body frame may follow which: the recorded frames in their own order, plus transitions.
///
/// Frames `0..<footageCount` are the recording's frames in order; the bridges' frames follow. A frame goes on to its
/// `successor` or leaves through one of its exits. After "Video Textures" (Schödl et al., SIGGRAPH 2000).
package struct BodyGraph: Equatable, Sendable {
    /// A transition out of a frame: to a recorded frame (a cut) or to the first frame of a bridge.
    package struct Exit: Equatable, Sendable {
        package let target: Int
        /// How visible it is; 0 is unseen, about 1 is what the footage itself does at its liveliest.
        package let cost: Float

        package init(target: Int, cost: Float) {
            self.target = target
            self.cost = cost
        }
    }

    package struct Frame: Equatable, Sendable {
        package var part: BodyPart
        package var states: BodyStates
        package var tags: BodyTags
        /// Smile and brow raise against the person's own neutral, −1…1 in steps of 1/127.
        package var smile: Float
        package var browRaise: Float
        /// The next frame when no exit is taken; nil at the end of a passage.
        package var successor: Int?
        package var exits: [Exit]

        package init(
            part: BodyPart, states: BodyStates, tags: BodyTags = [], smile: Float = 0, browRaise: Float = 0,
            successor: Int?, exits: [Exit] = []
        ) {
            self.part = part
            self.states = states
            self.tags = tags
            self.smile = Self.quantised(smile)
            self.browRaise = Self.quantised(browRaise)
            self.successor = successor
            self.exits = exits
        }

        private static func quantised(_ score: Float) -> Float {
            score.isFinite ? (min(max(score, -1), 1) * 127).rounded() / 127 : 0
        }
    }

    /// Frames per second of the footage.
    package let framesPerSecond: Int
    /// The footage's own p95 displacement of the rigid points from one frame to the next, in pixels of the footage.
    package let stepLimit: Float
    package let footageCount: Int
    package let frames: [Frame]

    /// The most frames a graph may hold: ten minutes at 60 fps.
    package static let maximumFrames = 36_000
    package static let maximumExitsPerFrame = 64

    /// - Throws: ``BodyGraphError`` when a frame or an exit points nowhere or breaks the order described above.
    package init(framesPerSecond: Int, stepLimit: Float, footageCount: Int, frames: [Frame]) throws(BodyGraphError) {
        guard !frames.isEmpty, footageCount > 0, footageCount <= frames.count else { throw .noFrames }
        guard frames.count <= Self.maximumFrames else { throw .tooManyFrames(frames.count) }
        guard (1...240).contains(framesPerSecond), stepLimit.isFinite, stepLimit >= 0 else { throw .badHeader }
        for (index, frame) in frames.enumerated() {
            guard (frame.part == .bridge) == (index >= footageCount) else { throw .badFrame(index) }
            if let successor = frame.successor {
                guard frames.indices.contains(successor) else { throw .badFrame(index) }
                guard frame.part == .bridge || successor == index + 1 && successor < footageCount else {
                    throw .badFrame(index)
                }
                if frame.part == .bridge, successor >= footageCount, successor != index + 1 { throw .badFrame(index) }
            } else if frame.part == .bridge {
                throw .badFrame(index)
            }
            guard frame.part != .bridge || frame.exits.isEmpty, frame.exits.count <= Self.maximumExitsPerFrame else {
                throw .badFrame(index)
            }
            for exit in frame.exits {
                guard frames.indices.contains(exit.target), exit.cost.isFinite, exit.cost >= 0 else {
                    throw .badExit(frame: index)
                }
            }
        }
        self.framesPerSecond = framesPerSecond
        self.stepLimit = stepLimit
        self.footageCount = footageCount
        self.frames = frames
    }

    /// The first recorded frame at or after `index` along its successors: where a bridge lands.
    package func landing(_ index: Int) -> Int {
        var at = index
        while at >= footageCount, let next = frames[at].successor { at = next }
        return at
    }
}

package enum BodyGraphError: Error, Equatable, CustomStringConvertible {
    case notABodyGraph
    case unsupportedVersion(Int)
    case truncated
    case trailingBytes(Int)
    case noFrames
    case tooManyFrames(Int)
    case badHeader
    case badFrame(Int)
    case badExit(frame: Int)

    package var description: String {
        switch self {
        case .notABodyGraph: "This is not a body graph; rebuild the avatar."
        case .unsupportedVersion(let version):
            "The body graph has version \(version), which this program does not know; update it or rebuild the avatar."
        case .truncated: "The body graph ends too early; copy the avatar again or rebuild it."
        case .trailingBytes(let count):
            "The body graph has \(count) bytes behind its end; copy the avatar again or rebuild it."
        case .noFrames: "The body graph has no frames; rebuild the avatar."
        case .tooManyFrames(let count):
            "The body graph claims \(count) frames, more than \(BodyGraph.maximumFrames); rebuild the avatar."
        case .badHeader: "The body graph's frame rate or step limit is out of range; rebuild the avatar."
        case .badFrame(let index): "Frame \(index) of the body graph contradicts itself; rebuild the avatar."
        case .badExit(let frame): "An exit of frame \(frame) of the body graph leads nowhere; rebuild the avatar."
        }
    }
}
