/// What listeners say to show that they listen (Yngve 1970, "On getting a word in edgewise").
package enum BackChannelWords {
    /// By BCP 47 base language.
    package static let standard: [String: Set<String>] = [
        "en": [
            "mm", "mmm", "hm", "hmm", "mhm", "mm-hm", "mm-hmm", "uh-huh", "uh", "huh", "um", "ah", "aha", "oh", "yeah",
            "yep", "yup", "yes", "right", "okay", "ok", "sure", "good", "nice", "great", "cool", "wow", "really",
            "i", "see", "exactly", "true", "alright", "all", "fine", "haha", "ha", "hum", "whoa", "hello", "the", "a",
            "you",
        ],
        "de": ["mm", "mhm", "hm", "ja", "genau", "okay", "ok", "gut", "ach", "so", "aha", "stimmt", "klar", "echt"],
        "fr": ["mm", "mhm", "hm", "oui", "ouais", "d'accord", "ok", "okay", "ah", "bon", "bien", "voilà"],
        "es": ["mm", "mhm", "ajá", "sí", "si", "vale", "ya", "claro", "bien", "ok", "okay", "bueno"],
        "it": ["mm", "mhm", "sì", "si", "ok", "okay", "certo", "bene", "ah", "già", "esatto"],
        "pt": ["mm", "mhm", "sim", "tá", "certo", "ok", "okay", "bom", "ah", "pois", "é"],
    ]

    /// What is said over her in a word or two, to stop her and to show that one listens; for recognisers that weigh
    /// sound between phrases.
    static let phrases: [String: (commands: [String], listening: [String])] = [
        "en": (
            [
                "stop", "stop it", "wait", "wait wait", "sorry", "hold on", "enough", "quiet", "listen", "excuse me",
                "please stop", "pause", "one moment", "wait a moment", "be quiet", "that's enough",
            ],
            [
                "yeah", "yeah yeah", "yes", "yes yes", "yep", "yup", "right", "okay", "uh huh", "mhm", "mm", "hmm",
                "hm",
                "sure", "i see", "oh", "oh really", "ah", "aha", "great", "really", "good", "nice", "cool", "wow",
                "fine", "true", "exactly", "alright", "all right", "ha", "ha ha", "um", "uh", "huh", "of course",
                "got it",
                "i know", "makes sense", "interesting", "no way", "oh no", "perfect", "absolutely", "definitely",
                "indeed", "oh okay", "very good", "thanks", "ha ha ha", "wonderful", "amazing",
            ]
        )
    ]

    /// Words that stop her by themselves, in the same languages.
    static let stops: [String: Set<String>] = [
        "en": [
            "stop", "wait", "no", "why", "excuse", "sorry", "hold", "pause", "enough", "quiet", "listen", "help",
        ],
        "de": ["stopp", "stop", "halt", "warte", "moment", "nein", "entschuldigung", "aber"],
        "fr": ["stop", "arrête", "arrêtez", "attends", "attendez", "non", "pardon", "mais"],
        "es": ["para", "alto", "espera", "espere", "no", "perdón", "perdona", "pero"],
        "it": ["ferma", "fermo", "aspetta", "aspetti", "no", "scusa", "scusi", "ma"],
        "pt": ["pare", "para", "espere", "espera", "não", "desculpe", "mas"],
    ]
}

/// Whether what was said over the avatar wants the turn. Short words are often misheard, so it takes one that is
/// listed, or three different ones.
enum Intent: Equatable {
    /// No words, or those of a listener alone.
    case listening
    /// Words that are no back-channel, but may be one that was misheard.
    case unclear
    case speaking

    init(_ text: String, words: Set<String>, stops: Set<String>) {
        let said = Words(text).all
        let other = said.filter { !words.contains($0) }
        self =
            if other.contains(where: stops.contains) || Set(other).count >= 3 {
                .speaking
            } else {
                other.isEmpty ? .listening : .unclear
            }
    }
}
