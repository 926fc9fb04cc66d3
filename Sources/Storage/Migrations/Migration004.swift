extension Migration {
    /// What was said.
    static let transcripts = Migration(version: 4, statements: [])
}
