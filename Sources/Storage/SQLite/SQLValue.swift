package import Foundation

/// What SQLite stores (sqlite.org, "Datatypes in SQLite"), of which Visavis needs these.
enum SQLValue: Equatable, Sendable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])

    init(_ text: String?) { self = text.map(SQLValue.text) ?? .null }

    /// Milliseconds since 1970.
    init(_ date: Date?) { self = date.map { .integer($0.milliseconds) } ?? .null }
}

extension Date {
    var milliseconds: Int64 { Int64((timeIntervalSince1970 * 1000).rounded()) }

    init(milliseconds: Int64) { self.init(timeIntervalSince1970: Double(milliseconds) / 1000) }

    /// As it is after a way through the database: whole milliseconds.
    package var stored: Date { Date(milliseconds: milliseconds) }
}
