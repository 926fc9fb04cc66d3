package import Rendering

/// The avatars of a server, as lists show them.
package protocol AvatarSource: Sendable {
    /// By id.
    func all() async -> [PackManifest]
    /// - Parameter id: Nil, empty or "default" for the default avatar. Never a path.
    func manifest(_ id: String?) async throws(SessionError) -> PackManifest
    /// JPEG.
    func poster(_ id: String) async throws(SessionError) -> [UInt8]
}
