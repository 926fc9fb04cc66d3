package import Rendering
package import Sessions

/// Avatars that have a manifest and a poster, and nothing else.
package struct FakeAvatars: AvatarSource {
    private let manifests: [PackManifest]

    package init(_ names: [String: String] = ["ada": "Ada", "bob": "Bob"]) {
        manifests = names.sorted { $0.key < $1.key }.map { id, name in
            PackManifest(
                id: id, name: name, voice: "slt", framesPerSecond: 25, size: .init(width: 1280, height: 720),
                sourceSize: .init(width: 1280, height: 720), parts: [], expressions: [], unitCount: 0,
                alignment: .init(source: "transcript", confidence: 1, closuresConfirmed: 1), consent: .synthetic,
                provenance: [:], files: [:])
        }
    }

    package func all() async -> [PackManifest] { manifests }

    package func manifest(_ id: String?) async throws(SessionError) -> PackManifest {
        let id = id ?? "default"
        guard let found = id == "default" ? manifests.first : manifests.first(where: { $0.id == id }) else {
            throw .avatarNotFound(id: id)
        }
        return found
    }

    package func poster(_ id: String) async throws(SessionError) -> [UInt8] {
        _ = try await manifest(id)
        return [0xFF, 0xD8, 0xFF, 0xD9]
    }
}
