internal import Cryptography
internal import Foundation

/// One step of the schema. The list only ever grows at its end: what is released is never edited.
struct Migration: Sendable {
    /// From 1, without gaps.
    var version: Int
    var statements: [String]

    /// Of the statements' text: tells a changed migration from an applied one.
    var checksum: String { SHA256.hex(of: Data(statements.joined(separator: ";\n").utf8)) }

    static let all: [Migration] = [keysTokensLeases, knowledge, personas, transcripts, links, vectorRevisions]
}
