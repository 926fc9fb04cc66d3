package import Core

/// How the mouth articulates one phone: which viseme it aims for and how firmly it insists against its neighbours.
///
/// Dominance and reach follow Cohen & Massaro, "Modeling coarticulation in synthetic visual speech" (1993):
/// lips dominate where the phone is made with the lips, and give way where it is made by the tongue. The numbers
/// are ours, ordered as in their table; the per-avatar regression absorbs their exact scale.
package struct PhoneShape: Equatable, Sendable {
    package var viseme: Viseme
    /// Weight against the neighbours at the apex, 0…1.
    package var dominance: Double
    /// Seconds before the phone's start at which its shape has grown to 1/e (anticipation).
    package var onset: Double
    /// Seconds after its end at which the shape has decayed to 1/e (carry-over).
    package var offset: Double
    /// True for p, b and m: the lips must meet.
    package var closes: Bool

    /// The shape of a CMU phone. Unknown symbols rest like silence, so a foreign phone set never fails.
    package static func of(_ symbol: String) -> PhoneShape { table[symbol] ?? silence }

    static let silence = PhoneShape(viseme: .sil, dominance: 0.35, onset: 0.06, offset: 0.08, closes: false)

    private static func lips(_ viseme: Viseme, closes: Bool = false) -> PhoneShape {
        PhoneShape(viseme: viseme, dominance: 1, onset: 0.05, offset: 0.045, closes: closes)
    }
    private static func rounded(_ viseme: Viseme) -> PhoneShape {
        PhoneShape(viseme: viseme, dominance: 0.9, onset: 0.09, offset: 0.07, closes: false)
    }
    private static func vowel(_ viseme: Viseme) -> PhoneShape {
        PhoneShape(viseme: viseme, dominance: 0.8, onset: 0.06, offset: 0.06, closes: false)
    }
    private static func tongue(_ viseme: Viseme, _ dominance: Double) -> PhoneShape {
        PhoneShape(viseme: viseme, dominance: dominance, onset: 0.04, offset: 0.04, closes: false)
    }

    private static let table: [String: PhoneShape] = [
        "p": lips(.pp, closes: true), "b": lips(.pp, closes: true), "m": lips(.pp, closes: true),
        "f": lips(.ff), "v": lips(.ff),
        "th": tongue(.th, 0.7), "dh": tongue(.th, 0.6),
        "t": tongue(.dd, 0.45), "d": tongue(.dd, 0.45), "dx": tongue(.dd, 0.35),
        "k": tongue(.kk, 0.35), "g": tongue(.kk, 0.35), "ng": tongue(.kk, 0.35), "hh": tongue(.kk, 0.15),
        "ch": rounded(.ch), "jh": rounded(.ch), "sh": rounded(.ch), "zh": rounded(.ch),
        "s": tongue(.ss, 0.7), "z": tongue(.ss, 0.7),
        "n": tongue(.nn, 0.4), "l": tongue(.nn, 0.45), "en": tongue(.nn, 0.4), "el": tongue(.nn, 0.45),
        "r": rounded(.rr), "er": rounded(.rr), "axr": rounded(.rr),
        "aa": vowel(.aa), "ae": vowel(.aa), "ah": vowel(.aa), "ay": vowel(.aa), "aw": vowel(.aa), "ax": vowel(.aa),
        "eh": vowel(.e), "ey": vowel(.e),
        "ih": vowel(.i), "iy": vowel(.i), "y": vowel(.i), "ix": vowel(.i),
        "ao": rounded(.o), "ow": rounded(.o), "oy": rounded(.o),
        "uh": rounded(.u), "uw": rounded(.u), "w": rounded(.u),
    ]
}
