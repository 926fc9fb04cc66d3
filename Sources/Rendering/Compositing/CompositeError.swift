/// Why a frame could not be composed; the frame is then untouched.
package enum CompositeError: Error, Equatable, CustomStringConvertible {
    case layerCount(Int)
    case controlPointCount(Int)
    case notFinite
    case faceTooSmall

    package var description: String {
        switch self {
        case .layerCount(let count): "A frame takes one or two mouth units, not \(count)."
        case .controlPointCount(let count):
            "Pass \(MouthControl.count) control points in the order of MouthControl.indices, not \(count)."
        case .notFinite: "A control point, weight or strength is not a number; check the tracking of this frame."
        case .faceTooSmall: "The face is less than 24 pixels wide; render at a larger size."
        }
    }
}
