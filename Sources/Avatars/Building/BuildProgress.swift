/// The stages of a build, in order, as shown to the person who waits.
package enum BuildStage: String, CaseIterable, Sendable {
    case hashing = "reading the file"
    case analysis = "tracking the face"
    case alignment = "aligning the speech"
    case training = "learning the mouth"
    case motion = "planning the motion"
    case pictures = "cutting and encoding"
    case bridges = "making transitions"
    case preview = "rendering the preview"
    case packing = "packing"
}

/// Called from the builder's thread; `fraction` is 0…1 of the stage.
package typealias BuildProgress = @Sendable (_ stage: BuildStage, _ fraction: Double) -> Void
