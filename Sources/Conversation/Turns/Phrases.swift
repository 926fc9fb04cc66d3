/// What she says of her own accord, in the language of her voice.
package struct Phrases: Equatable, Sendable {
    /// A provider failed.
    package let apology: String
    /// She does not know.
    package let unknown: String
    /// She thinks; short, said in turn.
    package let fillers: [String]
    /// Nobody has spoken for a while.
    package let stillThere: String
    /// The session's longest duration is nearly over.
    package let endsSoon: String

    /// - Parameter language: BCP 47; English stands for a language that is not known.
    package init(language: String) {
        let base = language.lowercased().prefix { $0 != "-" && $0 != "_" }
        self = Self.all[String(base)] ?? Self.english
    }

    init(_ apology: String, _ unknown: String, _ fillers: [String], _ stillThere: String, _ endsSoon: String) {
        self.apology = apology
        self.unknown = unknown
        self.fillers = fillers
        self.stillThere = stillThere
        self.endsSoon = endsSoon
    }

    static let english = Phrases(
        "I am sorry, something went wrong. Please try again in a moment.", "I am sorry, I do not know that.",
        ["Let me see.", "One moment.", "Let me think."], "Are you still there?",
        "Our time is nearly over.")

    static let all: [String: Phrases] = germanicAndRomance.merging(others) { one, _ in one }

    private static let norwegian = Phrases(
        "Beklager, noe gikk galt. Prøv igjen om et øyeblikk.", "Beklager, det vet jeg ikke.",
        ["La meg se.", "Et øyeblikk.", "La meg tenke."], "Er du der fortsatt?", "Tiden vår er snart ute.")

    private static let germanicAndRomance: [String: Phrases] = [
        "en": english,
        "nb": norwegian,
        "no": norwegian,
        "ca": Phrases(
            "Ho sento, alguna cosa ha anat malament. Torneu-ho a provar d'aquí a un moment.",
            "Ho sento, això no ho sé.",
            ["A veure.", "Un moment.", "Deixeu-me pensar."], "Encara hi sou?", "El nostre temps s'acaba."),
        "da": Phrases(
            "Beklager, noget gik galt. Prøv igen om et øjeblik.", "Beklager, det ved jeg ikke.",
            ["Lad mig se.", "Et øjeblik.", "Lad mig tænke."], "Er du der stadig?", "Vores tid er snart gået."),
        "de": Phrases(
            "Es tut mir leid, da ist etwas schiefgegangen. Bitte versuchen Sie es gleich noch einmal.",
            "Es tut mir leid, das weiß ich nicht.", ["Mal sehen.", "Einen Moment.", "Lassen Sie mich überlegen."],
            "Sind Sie noch da?", "Unsere Zeit ist gleich um."),
        "es": Phrases(
            "Lo siento, algo ha salido mal. Inténtalo de nuevo en un momento.", "Lo siento, eso no lo sé.",
            ["Veamos.", "Un momento.", "Déjame pensar."], "¿Sigues ahí?", "Nuestro tiempo está a punto de acabar."),
        "fr": Phrases(
            "Je suis désolé, un problème est survenu. Réessayez dans un instant.", "Je suis désolé, je ne le sais pas.",
            ["Voyons.", "Un instant.", "Je réfléchis."], "Êtes-vous toujours là ?", "Notre temps est bientôt écoulé."),
        "it": Phrases(
            "Mi dispiace, qualcosa è andato storto. Riprova tra un momento.", "Mi dispiace, questo non lo so.",
            ["Vediamo.", "Un momento.", "Fammi pensare."], "Ci sei ancora?", "Il nostro tempo sta per finire."),
        "nl": Phrases(
            "Het spijt me, er ging iets mis. Probeer het zo nog eens.", "Het spijt me, dat weet ik niet.",
            ["Even kijken.", "Een moment.", "Even nadenken."], "Bent u er nog?", "Onze tijd is bijna om."),
        "pt": Phrases(
            "Desculpe, algo correu mal. Tente de novo daqui a pouco.", "Desculpe, isso eu não sei.",
            ["Vejamos.", "Um momento.", "Deixe-me pensar."], "Ainda está aí?", "O nosso tempo está quase a acabar."),
        "ro": Phrases(
            "Îmi pare rău, ceva nu a mers bine. Încercați din nou peste puțin timp.",
            "Îmi pare rău, nu știu asta.",
            ["Să vedem.", "Un moment.", "Stați să mă gândesc."], "Mai sunteți acolo?",
            "Timpul nostru aproape s-a terminat."),
        "sv": Phrases(
            "Tyvärr gick något fel. Försök igen om en stund.", "Tyvärr, det vet jag inte.",
            ["Låt mig se.", "Ett ögonblick.", "Låt mig tänka."], "Är du kvar?", "Vår tid är snart slut."),
    ]

    private static let others: [String: Phrases] = [
        "bg": Phrases(
            "Съжалявам, нещо се обърка. Опитайте отново след малко.", "Съжалявам, това не знам.",
            ["Да видим.", "Един момент.", "Нека помисля."], "Още ли сте там?", "Времето ни почти изтече."),
        "cs": Phrases(
            "Je mi líto, něco se pokazilo. Zkuste to prosím za chvíli znovu.", "Je mi líto, to nevím.",
            ["Podívám se.", "Okamžik.", "Chvilku přemýšlím."], "Jste tam ještě?", "Náš čas brzy vyprší."),
        "el": Phrases(
            "Λυπάμαι, κάτι πήγε στραβά. Δοκιμάστε ξανά σε λίγο.", "Λυπάμαι, αυτό δεν το ξέρω.",
            ["Για να δούμε.", "Μια στιγμή.", "Να σκεφτώ."], "Είστε ακόμα εκεί;", "Ο χρόνος μας τελειώνει."),
        "et": Phrases(
            "Vabandust, midagi läks valesti. Palun proovige hetke pärast uuesti.", "Vabandust, seda ma ei tea.",
            ["Vaatame.", "Üks hetk.", "Las ma mõtlen."], "Kas olete veel seal?", "Meie aeg on peaaegu läbi."),
        "fi": Phrases(
            "Anteeksi, jokin meni vikaan. Yritä hetken päästä uudelleen.", "Anteeksi, sitä en tiedä.",
            ["Katsotaanpa.", "Hetkinen.", "Annas kun mietin."], "Oletko vielä siellä?", "Aikamme on kohta lopussa."),
        "hi": Phrases(
            "क्षमा कीजिए, कुछ गड़बड़ हो गई। कृपया थोड़ी देर में फिर कोशिश कीजिए।", "क्षमा कीजिए, यह मुझे नहीं पता।",
            ["देखती हूँ।", "एक क्षण।", "सोचने दीजिए।"], "क्या आप अभी भी वहाँ हैं?", "हमारा समय समाप्त होने वाला है।"),
        "hr": Phrases(
            "Žao mi je, nešto je pošlo po zlu. Pokušajte ponovno za trenutak.", "Žao mi je, to ne znam.",
            ["Da vidim.", "Trenutak.", "Da razmislim."], "Jeste li još tamo?", "Naše vrijeme uskoro istječe."),
        "hu": Phrases(
            "Sajnálom, valami hiba történt. Kérem, próbálja újra egy pillanat múlva.", "Sajnálom, ezt nem tudom.",
            ["Lássuk.", "Egy pillanat.", "Hadd gondolkodjam."], "Itt van még?", "Mindjárt lejár az időnk."),
        "id": Phrases(
            "Maaf, ada yang tidak beres. Silakan coba lagi sebentar lagi.", "Maaf, saya tidak tahu itu.",
            ["Sebentar ya.", "Tunggu sebentar.", "Biar saya pikirkan."], "Apakah Anda masih di sana?",
            "Waktu kita hampir habis."),
        "lt": Phrases(
            "Atsiprašau, kažkas nepavyko. Pabandykite po akimirkos dar kartą.", "Atsiprašau, to nežinau.",
            ["Pažiūrėkime.", "Akimirką.", "Leiskite pagalvoti."], "Ar dar esate čia?", "Mūsų laikas baigiasi."),
        "lv": Phrases(
            "Atvainojiet, kaut kas nogāja greizi. Lūdzu, pēc brīža mēģiniet vēlreiz.", "Atvainojiet, to es nezinu.",
            ["Paskatīsimies.", "Vienu mirkli.", "Ļaujiet padomāt."], "Vai jūs vēl esat tur?",
            "Mūsu laiks drīz beigsies."),
        "pl": Phrases(
            "Przykro mi, coś poszło nie tak. Proszę spróbować za chwilę.", "Przykro mi, tego nie wiem.",
            ["Zobaczmy.", "Chwileczkę.", "Niech pomyślę."], "Czy jesteś tam jeszcze?", "Nasz czas zaraz się skończy."),
        "ru": Phrases(
            "Извините, что-то пошло не так. Попробуйте ещё раз чуть позже.", "Извините, этого я не знаю.",
            ["Посмотрим.", "Одну минуту.", "Дайте подумать."], "Вы ещё здесь?", "Наше время почти вышло."),
        "sk": Phrases(
            "Je mi ľúto, niečo sa pokazilo. Skúste to o chvíľu znova.", "Je mi ľúto, to neviem.",
            ["Pozriem sa.", "Okamih.", "Chvíľu rozmýšľam."], "Ste tam ešte?", "Náš čas čoskoro uplynie."),
        "sl": Phrases(
            "Žal mi je, nekaj je šlo narobe. Poskusite znova čez trenutek.", "Žal mi je, tega ne vem.",
            ["Poglejmo.", "Trenutek.", "Naj pomislim."], "Ste še tam?", "Najin čas se izteka."),
        "tr": Phrases(
            "Üzgünüm, bir şeyler ters gitti. Lütfen birazdan tekrar deneyin.", "Üzgünüm, bunu bilmiyorum.",
            ["Bakalım.", "Bir dakika.", "Bir düşüneyim."], "Hâlâ orada mısınız?", "Süremiz dolmak üzere."),
        "uk": Phrases(
            "Вибачте, щось пішло не так. Спробуйте ще раз трохи згодом.", "Вибачте, цього я не знаю.",
            ["Подивімося.", "Хвилинку.", "Дайте подумати."], "Ви ще тут?", "Наш час майже вийшов."),
        "vi": Phrases(
            "Xin lỗi, đã có lỗi xảy ra. Vui lòng thử lại sau giây lát.", "Xin lỗi, tôi không biết điều đó.",
            ["Để tôi xem.", "Chờ một chút.", "Để tôi nghĩ."], "Bạn còn ở đó không?", "Thời gian của chúng ta sắp hết."),
    ]
}
