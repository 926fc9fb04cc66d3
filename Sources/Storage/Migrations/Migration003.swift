extension Migration {
    /// Personas, secrets and models.
    static let personas = Migration(version: 3, statements: [])
}
