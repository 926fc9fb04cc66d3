/// How people greet, thank and so on in one language, as ``PlainWords`` gives it.
struct SmallTalkPhrases: Sendable {
    /// ISO 639-1.
    var language: String
    var meaning: [String: SmallTalk]
    /// Words that may stand around them and change nothing.
    var padding: Set<String>

    /// The table of the session's language, then English, which visitors try everywhere.
    static func tables(for language: String) -> [SmallTalkPhrases] {
        let code = language.lowercased().prefix { $0 != "-" && $0 != "_" }
        return all.filter { $0.language == code } + all.filter { $0.language == "en" && code != "en" }
    }

    private init(_ language: String, _ phrases: [(SmallTalk, String)], padding: String) {
        self.language = language
        meaning = [:]
        for (kind, list) in phrases { for phrase in Self.split(list) { meaning[phrase] = kind } }
        self.padding = Set(Self.split(padding))
    }

    private static func split(_ list: String) -> [String] {
        list.split(separator: ",").map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    }

    private static let all: [SmallTalkPhrases] = [
        SmallTalkPhrases(
            "en",
            [
                (
                    .greeting,
                    "hello, hi, hey, hiya, howdy, good morning, good afternoon, good evening, good day, greetings"
                ),
                (
                    .thanks,
                    """
                    thanks, thank you, thank you very much, thanks a lot, many thanks, cheers, thats very kind, thats great, \
                    thanks so much, thank you so much, much appreciated, that helps, perfect
                    """
                ),
                (
                    .goodbye,
                    """
                    bye, bye bye, goodbye, good bye, see you, see you later, see ya, good night, have a nice day, \
                    have a good day, thats all, that is all, that will be all, thatll be all
                    """
                ),
                (
                    .identity,
                    """
                    who are you, what are you, whats your name, what is your name, are you real, are you a robot, \
                    are you human, are you a real person, who am i talking to, who am i speaking with, are you an ai, \
                    tell me your name, introduce yourself, who is this, what do i call you, may i know your name
                    """
                ),
                (
                    .abilities,
                    """
                    what can you do, what do you know, how can you help, how can you help me, what can you help me with, \
                    what can i ask, what can i ask you, what should i ask, help, help me, can you help me, \
                    what can you tell me, what do you do, what are you for, i have a question, i need help, \
                    can i ask you something, can i ask a question, what topics do you know
                    """
                ),
                (
                    .again,
                    """
                    sorry, pardon, pardon me, excuse me, what, huh, come again, say that again, say it again, again, \
                    can you say that again, could you say that again, can you repeat that, could you repeat that, repeat, \
                    repeat that, repeat it, please repeat, what was that, what did you say, i didnt hear you, \
                    i did not hear you, i didnt catch that, i did not catch that, i didnt get that, once more, one more time, \
                    can you repeat, could you repeat, didnt hear that, i beg your pardon, what did you just say
                    """
                ),
                (.wellbeing, "how are you, how are you doing, how do you do, hows it going, how is it going, you okay"),
            ],
            padding: """
                there, please, well, so, ok, okay, oh, and, very, much, then, again, you, great, good, nice, now, everyone, \
                today, for, your, help, that, me, the, information, miss, lovely, cool, super, right, no, yes, alright, um, \
                uh, er, just, everything, was, all, to, meet
                """),
        SmallTalkPhrases(
            "de",
            [
                (
                    .greeting,
                    "hallo, hi, hey, guten tag, guten morgen, guten abend, gruss gott, servus, moin, gruezi, gruss dich"
                ),
                (
                    .thanks,
                    """
                    danke, vielen dank, danke schon, dankeschon, danke sehr, besten dank, herzlichen dank, ich danke ihnen, \
                    das hilft mir
                    """
                ),
                (
                    .goodbye,
                    """
                    tschuss, auf wiedersehen, auf wiederschauen, bis bald, ciao, bis dann, gute nacht, das war alles, \
                    das wars, schonen tag noch, einen schonen tag
                    """
                ),
                (
                    .identity,
                    """
                    wer sind sie, wer bist du, wie heissen sie, wie heisst du, wie ist ihr name, wie ist dein name, \
                    sind sie echt, bist du echt, sind sie ein mensch, bist du ein mensch, bist du ein roboter, \
                    sind sie ein roboter, mit wem spreche ich
                    """
                ),
                (
                    .abilities,
                    """
                    was konnen sie, was kannst du, was wissen sie, was weisst du, wie konnen sie mir helfen, hilfe, \
                    kannst du mir helfen, konnen sie mir helfen, was kann ich fragen, was kann ich sie fragen, \
                    ich habe eine frage
                    """
                ),
                (
                    .again,
                    """
                    wie bitte, bitte, was, entschuldigung, noch einmal, nochmal, noch mal, bitte wiederholen, \
                    konnen sie das wiederholen, kannst du das wiederholen, was haben sie gesagt, was hast du gesagt, \
                    das habe ich nicht verstanden, ich habe sie nicht verstanden, wiederholen sie das
                    """
                ),
                (.wellbeing, "wie geht es ihnen, wie geht es dir, wie gehts, wie geht es"),
            ],
            padding: "bitte, sehr, ok, okay, ja, nein, gut, na, dann, also, ach, und, super, toll, alles, klar, so, da"),
        SmallTalkPhrases(
            "fr",
            [
                (.greeting, "bonjour, salut, bonsoir, coucou, allo"),
                (.thanks, "merci, merci beaucoup, merci bien, je vous remercie, mille mercis"),
                (
                    .goodbye,
                    "au revoir, a bientot, bonne journee, bonne soiree, bonne nuit, a plus tard, cest tout, adieu"
                ),
                (
                    .identity,
                    """
                    qui etes vous, qui es tu, comment vous appelez vous, comment tappelles tu, quel est votre nom, \
                    etes vous reelle, etes vous un robot, etes vous humaine, vous etes qui, tu es qui
                    """
                ),
                (
                    .abilities,
                    """
                    que pouvez vous faire, que sais tu, que savez vous, aide, aidez moi, comment pouvez vous maider, \
                    jai une question, pouvez vous maider, que puis je demander
                    """
                ),
                (
                    .again,
                    """
                    pardon, comment, quoi, excusez moi, pouvez vous repeter, repetez, repetez sil vous plait, \
                    vous pouvez repeter, encore une fois, quavez vous dit, je nai pas compris, je nai pas entendu, desole
                    """
                ),
                (.wellbeing, "comment allez vous, ca va, comment ca va, comment vas tu, vous allez bien"),
            ], padding: "sil, vous, plait, oui, non, tres, bien, ok, alors, et, a, tous, madame, parfait, super"),
        SmallTalkPhrases(
            "es",
            [
                (.greeting, "hola, buenos dias, buenas tardes, buenas noches, buenas, que tal"),
                (.thanks, "gracias, muchas gracias, mil gracias, te lo agradezco, se lo agradezco"),
                (
                    .goodbye,
                    "adios, hasta luego, hasta pronto, hasta manana, chao, nos vemos, eso es todo, que tenga buen dia"
                ),
                (
                    .identity,
                    """
                    quien eres, quien es usted, como te llamas, como se llama, cual es tu nombre, cual es su nombre, \
                    eres real, eres un robot, eres humana, con quien hablo
                    """
                ),
                (
                    .abilities,
                    """
                    que puedes hacer, que sabes, ayuda, ayudame, como puedes ayudarme, puedes ayudarme, tengo una pregunta, \
                    que puedo preguntar
                    """
                ),
                (
                    .again,
                    """
                    perdon, como, que, disculpe, repite, repita, puedes repetir, puede repetir, puedes repetirlo, \
                    puede repetirlo, otra vez, que dijiste, que ha dicho, no te entendi, no le entendi, no he entendido
                    """
                ),
                (.wellbeing, "como estas, como esta, como esta usted, como te va"),
            ], padding: "por, favor, si, no, muy, bien, ok, vale, pues, y, senora, perfecto, genial"),
        SmallTalkPhrases(
            "it",
            [
                (.greeting, "ciao, salve, buongiorno, buon giorno, buonasera, buona sera, buon pomeriggio"),
                (.thanks, "grazie, grazie mille, molte grazie, la ringrazio, ti ringrazio, tante grazie"),
                (
                    .goodbye,
                    "arrivederci, a presto, a dopo, buona giornata, buona serata, buonanotte, addio, e tutto, questo e tutto"
                ),
                (
                    .identity,
                    """
                    chi sei, chi e lei, come ti chiami, come si chiama, qual e il tuo nome, sei reale, sei un robot, \
                    sei umana, con chi parlo
                    """
                ),
                (
                    .abilities,
                    """
                    cosa sai fare, cosa puoi fare, che cosa sai, aiuto, aiutami, puoi aiutarmi, puo aiutarmi, \
                    ho una domanda, cosa posso chiedere
                    """
                ),
                (
                    .again,
                    """
                    scusa, scusi, come, cosa, prego, puoi ripetere, puo ripetere, ripeti, ripeta, ancora una volta, \
                    cosa hai detto, cosa ha detto, non ho capito, non ho sentito
                    """
                ),
                (.wellbeing, "come stai, come sta, come va, tutto bene"),
            ], padding: "per, favore, si, no, molto, bene, ok, e, allora, signora, perfetto, prego"),
        SmallTalkPhrases(
            "pt",
            [
                (.greeting, "ola, oi, bom dia, boa tarde, boa noite"),
                (.thanks, "obrigado, obrigada, muito obrigado, muito obrigada, valeu, agradeco"),
                (.goodbye, "adeus, tchau, ate logo, ate breve, ate mais, tenha um bom dia, e so isso, e tudo"),
                (
                    .identity,
                    """
                    quem e voce, quem es tu, quem es, como voce se chama, como te chamas, qual e o seu nome, \
                    qual e o teu nome, voce e real, voce e um robo, com quem estou falando
                    """
                ),
                (
                    .abilities,
                    """
                    o que voce sabe, o que voce pode fazer, o que sabes, ajuda, me ajude, pode me ajudar, podes ajudar me, \
                    tenho uma pergunta, o que posso perguntar
                    """
                ),
                (
                    .again,
                    """
                    desculpe, como, o que, perdao, pode repetir, podes repetir, repita, repete, mais uma vez, de novo, \
                    o que voce disse, o que disse, nao entendi, nao ouvi
                    """
                ),
                (.wellbeing, "como vai, como voce esta, como estas, tudo bem"),
            ], padding: "por, favor, sim, nao, muito, bem, ok, e, entao, senhora, perfeito"),
        SmallTalkPhrases(
            "nl",
            [
                (.greeting, "hallo, hoi, hey, dag, goedendag, goedemorgen, goedemiddag, goedenavond, goeiedag"),
                (
                    .thanks,
                    "dank u, dank je, bedankt, dank u wel, dank je wel, hartelijk dank, heel erg bedankt, dankjewel"
                ),
                (.goodbye, "tot ziens, doei, dag dag, tot straks, tot later, fijne dag, fijne dag nog, dat was alles"),
                (
                    .identity,
                    """
                    wie bent u, wie ben je, wie ben jij, hoe heet u, hoe heet je, wat is uw naam, wat is je naam, \
                    ben je echt, bent u echt, ben je een robot, met wie spreek ik
                    """
                ),
                (
                    .abilities,
                    """
                    wat kunt u, wat kan je, wat kun je, wat weet je, wat weet u, help, kunt u mij helpen, kun je me helpen, \
                    ik heb een vraag, wat kan ik vragen
                    """
                ),
                (
                    .again,
                    """
                    sorry, pardon, wat, wat zegt u, wat zeg je, wat zei je, wat zei u, nog een keer, herhaal, \
                    kunt u dat herhalen, kun je dat herhalen, ik verstond u niet, ik heb het niet verstaan, wablief
                    """
                ),
                (.wellbeing, "hoe gaat het, hoe gaat het met u, hoe gaat het met je, alles goed"),
            ], padding: "alstublieft, alsjeblieft, ja, nee, heel, erg, ok, oke, en, dan, mevrouw, mooi, prima, wel"),
        SmallTalkPhrases(
            "pl",
            [
                (.greeting, "czesc, dzien dobry, dobry wieczor, witam, hej, siema"),
                (.thanks, "dziekuje, dzieki, bardzo dziekuje, dziekuje bardzo, wielkie dzieki"),
                (.goodbye, "do widzenia, na razie, pa, do zobaczenia, dobranoc, milego dnia, to wszystko"),
                (
                    .identity,
                    """
                    kim jestes, kim pani jest, jak masz na imie, jak sie nazywasz, jak sie pani nazywa, jestes prawdziwa, \
                    jestes robotem, z kim rozmawiam
                    """
                ),
                (
                    .abilities,
                    """
                    co potrafisz, co umiesz, co wiesz, pomoc, pomocy, mozesz mi pomoc, czy mozesz mi pomoc, mam pytanie, \
                    o co moge zapytac
                    """
                ),
                (
                    .again,
                    """
                    przepraszam, slucham, co, prosze, jeszcze raz, powtorz, prosze powtorzyc, mozesz powtorzyc, \
                    czy mozesz powtorzyc, co powiedzialas, nie zrozumialem, nie zrozumialam, nie slyszalem
                    """
                ),
                (.wellbeing, "jak sie masz, co slychac, jak leci, jak sie pani ma"),
            ], padding: "prosze, tak, nie, bardzo, dobrze, ok, i, no, wiec, super"),
    ]
}
