/// Which columns of a table ask and answer, by their names in several languages.
struct FAQColumns: Equatable {
    var question: Int
    var answer: Int
    /// Columns that say where the entry belongs.
    var topics: [Int]

    /// - Returns: Nil when the table is no list of questions.
    init?(header: [String]) {
        let names = header.map(Self.plain)
        guard let question = names.firstIndex(where: { Self.is($0, Self.questions) }),
            let answer = names.firstIndex(where: { Self.is($0, Self.answers) }), question != answer
        else { return nil }
        self.question = question
        self.answer = answer
        topics = names.indices.filter { Self.topics.contains(names[$0]) }
    }

    init(question: Int, answer: Int) {
        self.question = question
        self.answer = answer
        topics = []
    }

    private static func plain(_ name: String) -> String {
        String(name.lowercased().drop { !$0.isLetter }.reversed().drop { !$0.isLetter }.reversed())
    }

    /// The name itself, or it begins with it: "question (en)", "answer text".
    private static func `is`(_ name: String, _ names: Set<String>) -> Bool {
        names.contains(name)
            || name.split(separator: " ").first.map { $0.count > 1 && names.contains(String($0)) } ?? false
    }

    private static let questions: Set<String> = [
        "q", "question", "questions", "query", "prompt", "faq", "frage", "fragen", "pregunta", "preguntas", "pergunta",
        "perguntas", "domanda", "domande", "vraag", "vragen", "вопрос", "вопросы", "питання", "pytanie", "pytania",
        "otázka", "otázky", "soru", "sorular", "fråga", "frågor", "spørsmål", "spørgsmål", "kysymys", "kérdés",
        "întrebare", "ερώτηση", "سؤال", "السؤال", "שאלה", "प्रश्न", "सवाल", "问题", "問題", "问", "問", "提问", "質問",
        "질문", "คำถาม", "câu hỏi", "pertanyaan", "въпрос", "pitanje", "vprašanje",
    ]

    private static let answers: Set<String> = [
        "a", "answer", "answers", "response", "reply", "completion", "antwort", "antworten", "respuesta", "respuestas",
        "réponse", "réponses", "reponse", "resposta", "respostas", "risposta", "risposte", "antwoord", "antwoorden",
        "ответ", "ответы", "відповідь", "odpowiedź", "odpowiedzi", "odpověď", "odpoveď", "cevap", "cevaplar", "yanıt",
        "svar", "vastaus", "válasz", "răspuns", "απάντηση", "جواب", "الجواب", "إجابة", "الإجابة", "תשובה", "उत्तर",
        "जवाब", "答案", "答", "回答", "答え", "답변", "답", "คำตอบ", "câu trả lời", "trả lời", "jawaban", "отговор",
        "odgovor",
    ]

    private static let topics: Set<String> = [
        "category", "categories", "topic", "section", "group", "subject", "kategorie", "thema", "rubrik", "categoría",
        "categoria", "catégorie", "tema", "rubrique", "categorie", "onderwerp", "категория", "тема", "раздел",
        "kategoria", "kategori", "konu", "类别", "分类", "類別", "分類", "カテゴリ", "カテゴリー", "카테고리",
    ]
}
