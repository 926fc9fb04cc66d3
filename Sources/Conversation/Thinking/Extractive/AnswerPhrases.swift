/// What she says of herself in one language; everything else she says is quoted.
struct AnswerPhrases: Sendable {
    var greeting: String
    /// After words that ask nothing, such as "okay".
    var anythingElse: String
    var thanks, goodbye, wellbeing: String
    /// With her name for "%".
    var named: String
    var unnamed: String
    var unknown: String
    /// After ``unknown``, before what may help and may not.
    var closest: String
    /// With titles for "%".
    var offer: String
    var nothingSaid: String
    var notHeard: String
    /// Between the last two of a list.
    var and: String

    /// English where the language is not among them.
    static func phrases(for language: String) -> AnswerPhrases {
        let code = String(language.lowercased().prefix { $0 != "-" && $0 != "_" })
        return all[code] ?? english
    }

    func introduction(_ name: String) -> String { name.isEmpty ? unnamed : named.replacing("%", with: name) }

    /// Empty without titles.
    func offer(_ titles: [String]) -> String {
        guard let last = titles.last else { return "" }
        let list = titles.count == 1 ? last : titles.dropLast().joined(separator: ", ") + " \(and) " + last
        return offer.replacing("%", with: list)
    }

    private static let english = AnswerPhrases(
        greeting: "Hello! What would you like to know?", anythingElse: "Is there anything else you would like to know?",
        thanks: "You're welcome.", goodbye: "Goodbye!",
        wellbeing: "I'm fine, thank you. What would you like to know?",
        named: "I'm %, a digital assistant. I answer from documents I was given.",
        unnamed: "I'm a digital assistant. I answer from documents I was given.",
        unknown: "I don't know that.", closest: "This comes closest:",
        offer: "You can ask me about %.", nothingSaid: "I haven't said anything yet.",
        notHeard: "Sorry, I didn't understand. Could you say it again?", and: "and")

    private static let all: [String: AnswerPhrases] = [
        "en": english,
        "de": AnswerPhrases(
            greeting: "Hallo! Was möchten Sie wissen?", anythingElse: "Möchten Sie noch etwas wissen?",
            thanks: "Gern geschehen.", goodbye: "Auf Wiedersehen!",
            wellbeing: "Danke, gut. Was möchten Sie wissen?",
            named: "Ich bin %, eine digitale Assistentin. Ich antworte aus Dokumenten, die man mir gegeben hat.",
            unnamed: "Ich bin eine digitale Assistentin. Ich antworte aus Dokumenten, die man mir gegeben hat.",
            unknown: "Das weiß ich nicht.", closest: "Am ehesten passt dies:",
            offer: "Fragen Sie mich nach: %.",
            nothingSaid: "Ich habe noch nichts gesagt.",
            notHeard: "Das habe ich nicht verstanden. Können Sie es noch einmal sagen?", and: "und"),
        "fr": AnswerPhrases(
            greeting: "Bonjour ! Que voulez-vous savoir ?", anythingElse: "Voulez-vous savoir autre chose ?",
            thanks: "Je vous en prie.", goodbye: "Au revoir !",
            wellbeing: "Je vais bien, merci. Que voulez-vous savoir ?",
            named: "Je suis %, une assistante numérique. Je réponds à partir des documents qu'on m'a donnés.",
            unnamed: "Je suis une assistante numérique. Je réponds à partir des documents qu'on m'a donnés.",
            unknown: "Je ne sais pas.", closest: "Voici ce qui s'en approche le plus :",
            offer: "Vous pouvez m'interroger sur : %.",
            nothingSaid: "Je n'ai encore rien dit.", notHeard: "Je n'ai pas compris. Pouvez-vous répéter ?", and: "et"),
        "es": AnswerPhrases(
            greeting: "¡Hola! ¿Qué desea saber?", anythingElse: "¿Desea saber algo más?", thanks: "De nada.",
            goodbye: "¡Hasta luego!",
            wellbeing: "Muy bien, gracias. ¿Qué desea saber?",
            named: "Soy %, una asistente digital. Respondo a partir de los documentos que me han dado.",
            unnamed: "Soy una asistente digital. Respondo a partir de los documentos que me han dado.",
            unknown: "Eso no lo sé.", closest: "Esto es lo que más se acerca:",
            offer: "Puede preguntarme sobre: %.", nothingSaid: "Todavía no he dicho nada.",
            notHeard: "No le he entendido. ¿Puede repetirlo?", and: "y"),
        "it": AnswerPhrases(
            greeting: "Salve! Che cosa desidera sapere?", anythingElse: "Desidera sapere altro?", thanks: "Prego.",
            goodbye: "Arrivederci!",
            wellbeing: "Bene, grazie. Che cosa desidera sapere?",
            named: "Sono %, un'assistente digitale. Rispondo in base ai documenti che ho ricevuto.",
            unnamed: "Sono un'assistente digitale. Rispondo in base ai documenti che ho ricevuto.",
            unknown: "Questo non lo so.", closest: "Questo ci si avvicina di più:",
            offer: "Può chiedermi di: %.", nothingSaid: "Non ho ancora detto nulla.",
            notHeard: "Non ho capito. Può ripetere?", and: "e"),
        "pt": AnswerPhrases(
            greeting: "Olá! O que deseja saber?", anythingElse: "Deseja saber mais alguma coisa?", thanks: "De nada.",
            goodbye: "Até logo!",
            wellbeing: "Estou bem, obrigada. O que deseja saber?",
            named: "Sou %, uma assistente digital. Respondo a partir dos documentos que me deram.",
            unnamed: "Sou uma assistente digital. Respondo a partir dos documentos que me deram.",
            unknown: "Isso eu não sei.", closest: "Isto é o que mais se aproxima:",
            offer: "Pode perguntar-me sobre: %.", nothingSaid: "Ainda não disse nada.",
            notHeard: "Não entendi. Pode repetir?", and: "e"),
        "nl": AnswerPhrases(
            greeting: "Hallo! Wat wilt u weten?", anythingElse: "Wilt u nog iets weten?", thanks: "Graag gedaan.",
            goodbye: "Tot ziens!",
            wellbeing: "Goed, dank u. Wat wilt u weten?",
            named: "Ik ben %, een digitale assistente. Ik antwoord uit documenten die ik heb gekregen.",
            unnamed: "Ik ben een digitale assistente. Ik antwoord uit documenten die ik heb gekregen.",
            unknown: "Dat weet ik niet.", closest: "Dit komt het dichtst in de buurt:",
            offer: "U kunt mij vragen naar: %.", nothingSaid: "Ik heb nog niets gezegd.",
            notHeard: "Dat heb ik niet verstaan. Kunt u het nog eens zeggen?", and: "en"),
        "pl": AnswerPhrases(
            greeting: "Dzień dobry! O co chce pan lub pani zapytać?", anythingElse: "Czy coś jeszcze?",
            thanks: "Proszę bardzo.", goodbye: "Do widzenia!",
            wellbeing: "Dziękuję, dobrze. O co chce pan lub pani zapytać?",
            named: "Jestem %, cyfrowa asystentka. Odpowiadam na podstawie dokumentów, które dostałam.",
            unnamed: "Jestem cyfrową asystentką. Odpowiadam na podstawie dokumentów, które dostałam.",
            unknown: "Tego nie wiem.", closest: "Najbliższe jest to:",
            offer: "Można mnie zapytać o: %.", nothingSaid: "Jeszcze nic nie powiedziałam.",
            notHeard: "Nie zrozumiałam. Proszę powtórzyć.", and: "i"),
    ]
}
