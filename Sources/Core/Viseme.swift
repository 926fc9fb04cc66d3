/// A mouth shape: the 15 codes of the Oculus LipSync set, which game engines and avatar SDKs share.
///
/// The raw value is the lane of the shape in ``VisemeFrame/weights``.
package enum Viseme: Int, CaseIterable, Codable, Sendable {
    case sil, pp, ff, th, dd, kk, ch, ss, nn, rr, aa, e, i, o, u

    /// The name as the Oculus documentation spells it ("PP", "aa", "E" …), used in every file we write.
    package var code: String { Self.codes[rawValue] }

    private static let codes = [
        "sil", "PP", "FF", "TH", "DD", "kk", "CH", "SS", "nn", "RR", "aa", "E", "I", "O", "U",
    ]

    package init?(code: String) {
        guard let index = Self.codes.firstIndex(of: code) else { return nil }
        self.init(rawValue: index)
    }
}
