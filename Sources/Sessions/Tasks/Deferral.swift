/// The answer to a `talk` task where no conversation is set up: that the avatar cannot answer yet, in the language of
/// the voice that says it. This is the only place that decides it.
package enum Deferral {
    /// - Parameter language: BCP 47; English answers for a language that is not known.
    package static func sentence(in language: String) -> String {
        let base = language.lowercased().prefix { $0 != "-" && $0 != "_" }
        return sentences[String(base)] ?? english
    }

    private static let english = "I am sorry, I cannot answer questions yet. I can say any text you give me."

    private static let sentences: [String: String] = [
        "en": english,
        "bg": "Съжалявам, още не мога да отговарям на въпроси. Мога да кажа всеки текст, който ми дадете.",
        "ca": "Ho sento, encara no puc respondre preguntes. Puc dir qualsevol text que em doneu.",
        "cs": "Je mi líto, zatím neumím odpovídat na otázky. Mohu říct jakýkoli text, který mi dáte.",
        "da": "Beklager, jeg kan ikke svare på spørgsmål endnu. Jeg kan sige enhver tekst, du giver mig.",
        "de":
            "Es tut mir leid, ich kann noch keine Fragen beantworten. Ich kann jeden Text sprechen, den Sie mir geben.",
        "el": "Λυπάμαι, δεν μπορώ ακόμα να απαντήσω σε ερωτήσεις. Μπορώ να πω όποιο κείμενο μου δώσετε.",
        "es": "Lo siento, todavía no puedo responder preguntas. Puedo decir cualquier texto que me des.",
        "et": "Vabandust, ma ei oska veel küsimustele vastata. Ma võin öelda iga teksti, mille mulle annate.",
        "fi": "Anteeksi, en osaa vielä vastata kysymyksiin. Voin sanoa minkä tahansa tekstin, jonka annat minulle.",
        "fr":
            "Je suis désolé, je ne peux pas encore répondre aux questions. Je peux dire tout texte que vous me donnez.",
        "hi": "क्षमा कीजिए, मैं अभी सवालों के जवाब नहीं दे सकती। आप जो भी पाठ दें, मैं उसे बोल सकती हूँ।",
        "hr": "Žao mi je, još ne mogu odgovarati na pitanja. Mogu izgovoriti svaki tekst koji mi date.",
        "hu": "Sajnálom, még nem tudok kérdésekre válaszolni. Bármilyen szöveget el tudok mondani.",
        "id": "Maaf, saya belum bisa menjawab pertanyaan. Saya bisa mengucapkan teks apa pun yang Anda berikan.",
        "it": "Mi dispiace, non posso ancora rispondere alle domande. Posso dire qualsiasi testo che mi dai.",
        "lt": "Atsiprašau, dar negaliu atsakyti į klausimus. Galiu pasakyti bet kokį jūsų pateiktą tekstą.",
        "lv": "Atvainojiet, es vēl nevaru atbildēt uz jautājumiem. Es varu pateikt jebkuru jūsu doto tekstu.",
        "nb": "Beklager, jeg kan ikke svare på spørsmål ennå. Jeg kan si enhver tekst du gir meg.",
        "nl": "Het spijt me, ik kan nog geen vragen beantwoorden. Ik kan elke tekst zeggen die u mij geeft.",
        "no": "Beklager, jeg kan ikke svare på spørsmål ennå. Jeg kan si enhver tekst du gir meg.",
        "pl": "Przykro mi, jeszcze nie umiem odpowiadać na pytania. Mogę powiedzieć każdy tekst, który mi podasz.",
        "pt": "Desculpe, ainda não consigo responder a perguntas. Posso dizer qualquer texto que me der.",
        "ro": "Îmi pare rău, încă nu pot răspunde la întrebări. Pot spune orice text pe care mi-l dați.",
        "ru": "Извините, я пока не умею отвечать на вопросы. Я могу произнести любой текст, который вы дадите.",
        "sk": "Je mi ľúto, zatiaľ neviem odpovedať na otázky. Môžem povedať akýkoľvek text, ktorý mi dáte.",
        "sl": "Žal mi je, še ne morem odgovarjati na vprašanja. Povem lahko vsako besedilo, ki mi ga daste.",
        "sv": "Tyvärr kan jag inte svara på frågor ännu. Jag kan säga vilken text du än ger mig.",
        "tr": "Üzgünüm, henüz sorulara cevap veremiyorum. Bana verdiğiniz her metni söyleyebilirim.",
        "uk": "Вибачте, я ще не вмію відповідати на запитання. Я можу вимовити будь-який текст, який ви дасте.",
        "vi": "Xin lỗi, tôi chưa thể trả lời câu hỏi. Tôi có thể nói bất kỳ văn bản nào bạn đưa.",
    ]
}
