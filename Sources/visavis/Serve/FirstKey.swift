internal import Operations
internal import Storage

/// The key without which nobody could do anything.
enum FirstKey {
    /// Takes the environment's key over, or makes the first one when there is none that works.
    /// - Returns: A new key, to be shown once.
    static func prepare(_ keys: APIKeys, _ configuration: Configuration) async throws -> String? {
        if configuration.access.apiKey.isEmpty {
            try await keys.dropEnvironmentKeys()
        } else {
            _ = try await keys.adoptEnvironmentKey(configuration.access.apiKey)
        }
        guard try await !keys.list().contains(where: { $0.revokedAt == nil }) else { return nil }
        return try await keys.create(name: "first").secret
    }
}
