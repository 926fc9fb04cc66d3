/// What the avatar is doing, as asked by the session.
package enum BodyState: UInt8, CaseIterable, Sendable {
    case idle, listening, talking
}

/// The mood asked for. A preference: it steers which recorded frames are shown and never delays a state.
package enum BodyExpression: UInt8, CaseIterable, Sendable {
    case neutral, friendly, serious, attentive

    /// The tag that frames of this mood carry.
    package var tag: BodyTags {
        switch self {
        case .neutral: .neutral
        case .friendly: .friendly
        case .serious: .serious
        case .attentive: .attentive
        }
    }
}

/// A wish for the near future, honoured when a fitting passage is at hand and forgotten after three seconds.
package enum BodyCue: Sendable {
    case nod
}

/// Where a body frame comes from.
package enum BodyPart: UInt8, CaseIterable, Sendable {
    case idle, listening, talking
    /// A synthesised in-between; its pictures lie behind the footage's.
    case bridge
    /// Recorded, but never played (no face, bad light, or not needed).
    case unused
}

/// The states a frame may be shown in.
package struct BodyStates: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    package init(_ state: BodyState) { rawValue = 1 << state.rawValue }

    package static let all = BodyStates(rawValue: 7)
}

/// What is known of a frame's face.
package struct BodyTags: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let neutral = BodyTags(rawValue: 1)
    package static let friendly = BodyTags(rawValue: 2)
    package static let serious = BodyTags(rawValue: 4)
    package static let attentive = BodyTags(rawValue: 8)
    /// Within a blink, two frames of margin on both sides included. No transition begins or ends here.
    package static let blinking = BodyTags(rawValue: 16)
    /// The recorded mouth is closed and still: it may be shown untouched. Elsewhere a mouth must be composited.
    package static let mouthAtRest = BodyTags(rawValue: 32)
    /// A nod begins here.
    package static let nod = BodyTags(rawValue: 64)
}
