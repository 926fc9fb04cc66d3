extension Migration {
    /// Documents, passages and their index.
    static let knowledge = Migration(version: 2, statements: [])
}
