extension EspeakCatalogue {
    struct Language: Sendable {
        /// BCP 47.
        var tag: String
        var name: String
        /// As espeak-ng names it.
        var voice: String
        var script = Script.latin
        /// Loudness of each voice, see ``Source``.
        var female: Double
        var male: Double
        var sample: String
    }

    static let languages: [Language] = [
        Language(
            tag: "en-US", name: "American English", voice: "en-us", female: -19.5, male: -21.1,
            sample: "Good morning, my name is Mary. What may I bring you, maybe a map?"),
        Language(
            tag: "en-GB", name: "British English", voice: "en", female: -19.1, male: -20.5,
            sample: "Good morning, my name is Mary. What may I bring you, maybe a map?"),
        Language(
            tag: "de", name: "German", voice: "de", female: -18.5, male: -20.1,
            sample: "Guten Morgen, mein Name ist Emma. Womit kann ich Ihnen bitte behilflich sein?"),
        Language(
            tag: "fr", name: "French", voice: "fr", female: -21.7, male: -23.1,
            sample: "Bonjour, je m'appelle Emma. Que puis-je faire pour vous aujourd'hui ?"),
        Language(
            tag: "es", name: "Spanish", voice: "es", female: -19.5, male: -21.0,
            sample: "Buenos días, me llamo María. ¿Qué puedo hacer por usted esta mañana?"),
        Language(
            tag: "es-419", name: "Latin American Spanish", voice: "es-419", female: -19.3, male: -20.9,
            sample: "Buenos días, me llamo María. ¿Qué puedo hacer por usted esta mañana?"),
        Language(
            tag: "it", name: "Italian", voice: "it", female: -19.5, male: -21.3,
            sample: "Buongiorno, mi chiamo Emma. Come posso aiutarla, per piacere, oggi?"),
        Language(
            tag: "pt-PT", name: "Portuguese", voice: "pt", female: -18.5, male: -20.1,
            sample: "Bom dia, o meu nome é Maria. Em que posso ajudar esta manhã?"),
        Language(
            tag: "pt-BR", name: "Brazilian Portuguese", voice: "pt-br", female: -18.6, male: -20.3,
            sample: "Bom dia, meu nome é Maria. Em que posso ajudar você esta manhã?"),
        Language(
            tag: "nl", name: "Dutch", voice: "nl", female: -18.6, male: -20.6,
            sample: "Goedemorgen, mijn naam is Emma. Waarmee kan ik u vandaag blij maken?"),
        Language(
            tag: "sv", name: "Swedish", voice: "sv", female: -19.7, male: -21.1,
            sample: "God morgon, jag heter Emma. Vad kan jag hjälpa dig med, min bästa vän?"),
        Language(
            tag: "da", name: "Danish", voice: "da", female: -19.6, male: -21.2,
            sample: "Godmorgen, mit navn er Emma. Hvad kan jeg hjælpe dig med, min bedste ven?"),
        Language(
            tag: "nb", name: "Norwegian", voice: "nb", female: -19.6, male: -21.0,
            sample: "God morgen, jeg heter Emma. Hva kan jeg hjelpe deg med, min beste venn?"),
        Language(
            tag: "fi", name: "Finnish", voice: "fi", female: -19.0, male: -20.7,
            sample: "Hyvää huomenta, nimeni on Emma. Miten voin palvella teitä tänään?"),
        Language(
            tag: "is", name: "Icelandic", voice: "is", female: -18.6, male: -20.4,
            sample: "Góðan daginn, ég heiti Emma. Má bjóða þér hjálp með eitthvað?"),
        Language(
            tag: "et", name: "Estonian", voice: "et", female: -18.7, male: -20.6,
            sample: "Tere hommikust, minu nimi on Emma. Kuidas ma saan teid aidata, palun?"),
        Language(
            tag: "lv", name: "Latvian", voice: "lv", female: -20.3, male: -22.0,
            sample: "Labrīt, mani sauc Emma. Kā es varu jums palīdzēt, lūdzu?"),
        Language(
            tag: "lt", name: "Lithuanian", voice: "lt", female: -18.0, male: -19.9,
            sample: "Labas rytas, mano vardas Emma. Kuo galiu jums padėti, prašom?"),
        Language(
            tag: "pl", name: "Polish", voice: "pl", female: -19.2, male: -21.2,
            sample: "Dzień dobry, mam na imię Emma. W czym mogę pani pomóc, proszę?"),
        Language(
            tag: "cs", name: "Czech", voice: "cs", female: -18.6, male: -20.4,
            sample: "Dobré ráno, jmenuji se Emma. Jak vám mohu pomoci, prosím?"),
        Language(
            tag: "sk", name: "Slovak", voice: "sk", female: -18.9, male: -20.8,
            sample: "Dobré ráno, volám sa Emma. Ako vám môžem pomôcť, prosím?"),
        Language(
            tag: "sl", name: "Slovenian", voice: "sl", female: -17.4, male: -19.3,
            sample: "Dobro jutro, moje ime je Ema. Kako vam lahko pomagam, prosim?"),
        Language(
            tag: "hr", name: "Croatian", voice: "hr", female: -18.9, male: -20.4,
            sample: "Dobro jutro, moje ime je Ema. Kako vam mogu pomoći, molim?"),
        Language(
            tag: "sr", name: "Serbian", voice: "sr", script: .cyrillic, female: -18.8, male: -20.8,
            sample: "Добро јутро, моје име је Ема. Како могу да вам помогнем, молим?"),
        Language(
            tag: "bs", name: "Bosnian", voice: "bs", female: -19.0, male: -20.4,
            sample: "Dobro jutro, moje ime je Ema. Kako vam mogu pomoći, molim?"),
        Language(
            tag: "mk", name: "Macedonian", voice: "mk", script: .cyrillic, female: -18.5, male: -20.3,
            sample: "Добро утро, моето име е Ема. Како можам да ви помогнам, молам?"),
        Language(
            tag: "bg", name: "Bulgarian", voice: "bg", script: .cyrillic, female: -19.7, male: -21.6,
            sample: "Добро утро, моето име е Ема. Как мога да ви помогна, моля?"),
        Language(
            tag: "ru", name: "Russian", voice: "ru", script: .cyrillic, female: -19.6, male: -21.4,
            sample: "Доброе утро, меня зовут Эмма. Чем я могу вам помочь, пожалуйста?"),
        Language(
            tag: "uk", name: "Ukrainian", voice: "uk", script: .cyrillic, female: -19.2, male: -20.9,
            sample: "Доброго ранку, мене звати Емма. Чим я можу вам допомогти, будь ласка?"),
        Language(
            tag: "ro", name: "Romanian", voice: "ro", female: -19.7, male: -21.6,
            sample: "Bună dimineața, mă numesc Emma. Cum pot să vă ajut, vă rog?"),
        Language(
            tag: "hu", name: "Hungarian", voice: "hu", female: -20.5, male: -22.1,
            sample: "Jó reggelt, Emma vagyok. Miben segíthetek önnek, mit mondjak ma?"),
        Language(
            tag: "el", name: "Greek", voice: "el", script: .greek, female: -19.4, male: -21.1,
            sample: "Καλημέρα, με λένε Έμμα. Πώς μπορώ να σας βοηθήσω, παρακαλώ;"),
        Language(
            tag: "tr", name: "Turkish", voice: "tr", female: -19.2, male: -20.6,
            sample: "Günaydın, benim adım Emma. Bugün size nasıl yardımcı olabilirim, lütfen?"),
        Language(
            tag: "az", name: "Azerbaijani", voice: "az", female: -19.1, male: -20.4,
            sample: "Sabahınız xeyir, mənim adım Emma. Sizə necə kömək edə bilərəm?"),
        Language(
            tag: "kk", name: "Kazakh", voice: "kk", script: .cyrillic, female: -18.9, male: -20.6,
            sample: "Қайырлы таң, менің атым Эмма. Сізге қалай көмектесе аламын?"),
        Language(
            tag: "ka", name: "Georgian", voice: "ka", script: .georgian, female: -18.8, male: -20.3,
            sample: "დილა მშვიდობისა, მე მქვია ემა. რით შემიძლია დაგეხმაროთ?"),
        Language(
            tag: "hy", name: "Armenian", voice: "hy", script: .armenian, female: -18.5, male: -20.2,
            sample: "Բարի լույս, իմ անունը Էմմա է։ Ինչո՞վ կարող եմ ձեզ օգնել այսօր։"),
        Language(
            tag: "sq", name: "Albanian", voice: "sq", female: -20.7, male: -22.0,
            sample: "Mirëmëngjes, unë quhem Ema. Si mund t'ju ndihmoj, ju lutem?"),
        Language(
            tag: "mt", name: "Maltese", voice: "mt", female: -17.9, male: -19.5,
            sample: "Bonġu, jiena jisimni Emma. Kif nista' ngħinek, jekk jogħġbok, ma' dan il-ktieb?"),
        Language(
            tag: "cy", name: "Welsh", voice: "cy", female: -18.1, male: -19.5,
            sample: "Bore da, fy enw i yw Emma. Sut medra i eich helpu chi heddiw, os gwelwch yn dda?"),
        Language(
            tag: "ga", name: "Irish", voice: "ga", female: -17.4, male: -19.1,
            sample: "Maidin mhaith, Emma is ainm dom. Conas is féidir liom cabhrú leat inniu, más é do thoil é?"),
        Language(
            tag: "ca", name: "Catalan", voice: "ca", female: -19.1, male: -20.7,
            sample: "Bon dia, em dic Emma. Com puc ajudar-vos aquest matí, si us plau?"),
        Language(
            tag: "eu", name: "Basque", voice: "eu", female: -19.7, male: -21.5,
            sample: "Egun on, nire izena Emma da. Zertan lagundu ahal dizut gaur, mesedez?"),
        Language(
            tag: "af", name: "Afrikaans", voice: "af", female: -18.3, male: -20.0,
            sample: "Goeiemôre, my naam is Emma. Waarmee kan ek jou vandag help, my beste vriend?"),
        Language(
            tag: "ar", name: "Arabic", voice: "ar", script: .arabic, female: -19.2, male: -20.9,
            sample: "صَبَاحُ الْخَيْرِ، اِسْمِي مَرْيَم. كَيْفَ يُمْكِنُنِي مُسَاعَدَتُكَ الْيَوْمَ؟"),
        Language(
            tag: "fa", name: "Persian", voice: "fa", script: .arabic, female: -19.4, male: -21.3,
            sample: "صبح بخیر، من مریم هستم. امروز چه کمکی می‌توانم به شما بکنم؟"),
        Language(
            tag: "ur", name: "Urdu", voice: "ur", script: .arabic, female: -18.5, male: -20.1,
            sample: "صبح بخیر، میرا نام مریم ہے۔ میں آپ کی کیا مدد کر سکتی ہوں؟"),
        Language(
            tag: "hi", name: "Hindi", voice: "hi", script: .devanagari, female: -19.3, male: -21.2,
            sample: "नमस्ते, मेरा नाम मीरा है। मैं आपकी क्या मदद कर सकती हूँ?"),
        Language(
            tag: "mr", name: "Marathi", voice: "mr", script: .devanagari, female: -18.0, male: -19.6,
            sample: "नमस्कार, माझे नाव मीरा आहे. मी आपली काय मदत करू शकते?"),
        Language(
            tag: "ne", name: "Nepali", voice: "ne", script: .devanagari, female: -19.0, male: -20.5,
            sample: "नमस्ते, मेरो नाम मीरा हो। म तपाईंलाई कसरी मद्दत गर्न सक्छु?"),
        Language(
            tag: "bn", name: "Bengali", voice: "bn", script: .bengali, female: -16.9, male: -18.8,
            sample: "নমস্কার, আমার নাম মীরা। আমি আপনাকে কীভাবে সাহায্য করতে পারি?"),
        Language(
            tag: "pa", name: "Punjabi", voice: "pa", script: .gurmukhi, female: -18.3, male: -20.1,
            sample: "ਸਤ ਸ੍ਰੀ ਅਕਾਲ, ਮੇਰਾ ਨਾਮ ਮੀਰਾ ਹੈ। ਮੈਂ ਤੁਹਾਡੀ ਕੀ ਮਦਦ ਕਰ ਸਕਦੀ ਹਾਂ?"),
        Language(
            tag: "gu", name: "Gujarati", voice: "gu", script: .gujarati, female: -18.9, male: -20.5,
            sample: "નમસ્તે, મારું નામ મીરા છે. હું તમારી શું મદદ કરી શકું?"),
        Language(
            tag: "ta", name: "Tamil", voice: "ta", script: .tamil, female: -19.0, male: -20.8,
            sample: "வணக்கம், என் பெயர் மீரா. நான் உங்களுக்கு எப்படி உதவ முடியும்?"),
        Language(
            tag: "te", name: "Telugu", voice: "te", script: .telugu, female: -17.8, male: -19.5,
            sample: "నమస్కారం, నా పేరు మీరా. నేను మీకు ఎలా సహాయం చేయగలను?"),
        Language(
            tag: "kn", name: "Kannada", voice: "kn", script: .kannada, female: -17.7, male: -19.4,
            sample: "ನಮಸ್ಕಾರ, ನನ್ನ ಹೆಸರು ಮೀರಾ. ನಾನು ನಿಮಗೆ ಹೇಗೆ ಸಹಾಯ ಮಾಡಬಹುದು?"),
        Language(
            tag: "ml", name: "Malayalam", voice: "ml", script: .malayalam, female: -18.7, male: -20.2,
            sample: "നമസ്കാരം, എന്റെ പേര് മീര. ഞാൻ നിങ്ങളെ എങ്ങനെ സഹായിക്കണം?"),
        Language(
            tag: "si", name: "Sinhala", voice: "si", script: .sinhala, female: -18.9, male: -20.4,
            sample: "සුබ උදෑසනක්, මගේ නම මීරා. මම ඔබට උදව් කරන්නේ කෙසේද?"),
        Language(
            tag: "ko", name: "Korean", voice: "ko", script: .hangul, female: -18.9, male: -20.5,
            sample: "안녕하세요, 제 이름은 미나입니다. 무엇을 도와 드릴까요?"),
        Language(
            tag: "id", name: "Indonesian", voice: "id", female: -18.1, male: -19.8,
            sample: "Selamat pagi, nama saya Emma. Apa yang bisa saya bantu hari ini?"),
        Language(
            tag: "ms", name: "Malay", voice: "ms", female: -18.1, male: -19.9,
            sample: "Selamat pagi, nama saya Emma. Apa yang boleh saya bantu hari ini?"),
        Language(
            tag: "vi", name: "Vietnamese", voice: "vi", female: -17.4, male: -19.0,
            sample: "Xin chào, tôi tên là Mai. Tôi có thể giúp gì cho bạn hôm nay?"),
        Language(
            tag: "sw", name: "Swahili", voice: "sw", female: -18.5, male: -20.2,
            sample: "Habari za asubuhi, jina langu ni Emma. Ninaweza kukusaidia nini leo, mpendwa?"),
        Language(
            tag: "eo", name: "Esperanto", voice: "eo", female: -20.1, male: -21.8,
            sample: "Bonan matenon, mia nomo estas Emma. Per kio mi povas helpi vin?"),
        Language(
            tag: "am", name: "Amharic", voice: "am", script: .ethiopic, female: -19.8, male: -21.6,
            sample: "እንደምን አደሩ፣ ስሜ ማርያም ነው። ምን ልርዳዎት?"),
        Language(
            tag: "lb", name: "Luxembourgish", voice: "lb", female: -18.4, male: -20.0,
            sample: "Gudde Moien, mäin Numm ass Emma. Wéi kann ech Iech haut hëllefen, wann ech gelift?"),
    ]
}
