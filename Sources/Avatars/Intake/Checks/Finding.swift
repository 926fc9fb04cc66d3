/// How much a finding matters.
package enum Severity: String, Codable, Comparable, Sendable {
    /// As it should be.
    case fine
    /// An avatar can be built; it will be better without this.
    case warning
    /// An avatar built from this recording would be useless.
    case error

    private var rank: Int {
        switch self {
        case .fine: 0
        case .warning: 1
        case .error: 2
        }
    }

    package static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
}

/// The stable names of the checks: written to every report, never renamed.
package enum CheckID: String, Codable, CaseIterable, Sendable {
    case pictureSize = "picture-size"
    case frameRate = "frame-rate"
    case frameTiming = "frame-timing"
    case repeatedFrames = "repeated-frames"
    case interlacing
    case blackBars = "black-bars"
    case duration
    case talkingPart = "talking-part"
    case listeningPart = "listening-part"
    case idlePart = "idle-part"
    case cuts
    case facePresent = "face-present"
    case secondFace = "second-face"
    case faceHeight = "face-height"
    case faceWidth = "face-width"
    case faceInFrame = "face-in-frame"
    case headSpeed = "head-speed"
    case headSpeedSilent = "head-speed-silent"
    case upright
    case yaw
    case pitch
    case poseSilent = "pose-silent"
    case gaze
    case gazeSpread = "gaze-spread"
    case blinks
    case hands
    case cameraMotion = "camera-motion"
    case cameraDrift = "camera-drift"
    case backgroundMotion = "background-motion"
    case exposure
    case clippedSkin = "clipped-skin"
    case flicker
    case lightDrift = "light-drift"
    case whiteBalance = "white-balance"
    case sharpness
    case glassesGlare = "glasses-glare"
    case sound
    case loudness
    case soundClipping = "sound-clipping"
    case noise
    case hum
    case echo
    case silentSound = "silent-sound"
    case silentMouth = "silent-mouth"
    case speechShare = "speech-share"
    case mouthHidden = "mouth-hidden"
    case mouthOpening = "mouth-opening"
    case soundLag = "sound-lag"
}

/// What one check found out about a recording.
package struct Finding: Equatable, Codable, Sendable {
    package var check: CheckID
    package var severity: Severity
    /// Nil when the recording gave nothing to measure.
    package var value: Double?
    /// Unit of `value`, `minimum` and `maximum`; "" for plain numbers.
    package var unit: String
    /// The accepted range; nil where it is open.
    package var minimum: Double?
    package var maximum: Double?
    /// Where it happens; empty when it concerns the whole recording or nothing.
    package var spans: [TimeSpan]
    /// One sentence that says what to change; nil when the finding is fine.
    package var advice: String?

    package init(
        _ check: CheckID, _ severity: Severity, value: Double?, unit: String = "", minimum: Double? = nil,
        maximum: Double? = nil, spans: [TimeSpan] = [], advice: String? = nil
    ) {
        self.check = check
        self.severity = severity
        self.value = value
        self.unit = unit
        self.minimum = minimum
        self.maximum = maximum
        self.spans = spans
        self.advice = severity == .fine ? nil : advice
    }

    /// Weighs a value against the accepted range: outside is a warning, outside `tolerable` an error. Without a value
    /// the finding is fine.
    package init(
        _ check: CheckID, value: Double?, unit: String = "", minimum: Double? = nil, maximum: Double? = nil,
        tolerable: ClosedRange<Double>? = nil, spans: @autoclosure () -> [TimeSpan] = [], advice: String
    ) {
        var severity = Severity.fine
        if let value {
            let isAccepted = value >= (minimum ?? -.infinity) && value <= (maximum ?? .infinity)
            if !isAccepted { severity = tolerable.map { $0.contains(value) } ?? true ? .warning : .error }
        }
        self.init(
            check, severity, value: value, unit: unit, minimum: minimum, maximum: maximum,
            spans: severity == .fine ? [] : spans(), advice: advice)
    }
}
