/// Why an avatar pack cannot be used. Each message says what to do about it.
package enum PackError: Error, Equatable, CustomStringConvertible {
    /// No folder or manifest at the path.
    case missing(path: String)
    /// The folder holds something else.
    case foreign(path: String)
    /// Written by a later version of this program.
    case newer(version: Int, supported: Int)
    /// A file's length or hash is not what the manifest says.
    case damaged(file: String, reason: String)
    /// An archive, or the folder that archives are unpacked into.
    case cannotWrite(path: String, reason: String)

    package var description: String {
        switch self {
        case .missing(let path):
            "there is no avatar pack at \(path); give a pack's folder or archive, or the id of an installed avatar"
        case .foreign(let path):
            "\(path) is not an avatar pack: its manifest.json is not one of ours"
        case .newer(let version, let supported):
            "this avatar pack has format version \(version), but this program reads up to \(supported); "
                + "update visavis or rebuild the avatar"
        case .damaged(let file, let reason):
            "the avatar pack is damaged: \(file) \(reason); copy it again or rebuild the avatar"
        case .cannotWrite(let path, let reason):
            "cannot write \(path): \(reason)"
        }
    }
}
