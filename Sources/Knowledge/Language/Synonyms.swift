internal import Storage

/// Words of everyday life that are asked for under another name than documents have. Generic: nothing of any trade.
struct Synonyms {
    private var groups: [[String]] = []
    private var byTerm: [String: [Int]] = [:]
    /// The words themselves, to correct misspellings of words no document has.
    private let vocabulary = Vocabulary()

    /// - Parameter term: Turns a folded word into the index's term.
    init(_ language: Language, term: (String) -> String) {
        for line in (Self.tables[language] ?? "").split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            let terms = words.map(term)
            for (word, term) in zip(words, terms) { vocabulary.add(KnowledgeWord(word: word, term: term)) }
            for term in Set(terms) { byTerm[term, default: []].append(groups.count) }
            groups.append(terms)
        }
    }

    /// Without the term itself; empty for most.
    func synonyms(of term: String) -> Set<String> {
        var found: Set<String> = []
        for group in byTerm[term] ?? [] { found.formUnion(groups[group]) }
        found.remove(term)
        return found
    }

    /// Whether it is one of these words, rightly spelt.
    func contains(_ term: String) -> Bool { byTerm[term] != nil }

    /// What a misspelt word probably means.
    func corrected(_ word: String) -> Vocabulary.Variant? {
        vocabulary.misspellings(of: word).first { $0.weight >= 0.75 }
    }

    private static let tables: [Language: String] = [
        .english: """
        cost costs price prices fee fees charge charges rate rates tariff expensive cheap pay payment
        price admission entry ticket tickets
        ticket tickets admission
        buy purchase order obtain
        free gratis complimentary
        open opening opened hours
        close closed closing closes shut shuts
        hours schedule timetable
        begin begins start starts commence
        end ends finish finishes expire expires
        child children kid kids minor minors toddler
        baby babies infant infants
        adult adults grown
        senior seniors pensioner pensioners elderly retired retiree
        student students pupil pupils
        car cars vehicle vehicles automobile
        park parking
        bike bicycle cycle
        bus tram train transit
        public transport bus tram train metro
        toilet toilets restroom restrooms bathroom bathrooms wc lavatory
        lift lifts elevator elevators
        wheelchair disabled disability accessible accessibility
        dog dogs pet pets animal animals
        photo photos picture pictures photograph photographs photography camera
        phone telephone call ring number
        email mail address contact
        contact reach call phone email
        refund refunds refunded reimburse reimbursed reimbursement money
        return returns send
        broken defective faulty damaged defect fault malfunction
        fix repair repairs mend repaired
        problem trouble issue error fault
        rubbish garbage trash waste refuse litter
        throw dispose discard disposal
        collect collected collection pickup picked emptied
        holiday holidays vacation leave
        ill sick illness sickness unwell
        doctor doctors physician physicians gp
        appointment appointments booking bookings reservation reservations
        book reserve reservation booking
        cancel cancelled cancellation call
        medicine medication drug drugs prescription prescriptions
        job work employment employee employees staff worker
        boss manager supervisor
        salary wage wages pay
        home remote remotely telework
        buyer customer client
        allowed permitted permit forbidden prohibited may
        forbidden prohibited banned
        food eat eating meal meals snack snacks drink drinks restaurant cafe lunch
        cafe coffee restaurant cafeteria
        discount discounts reduced reduction concession concessions cheaper
        group groups party
        guide guided tour tours
        loud noise noisy sound
        clean cleaning wash washing
        battery batteries charge charging
        turn switch
        off shut
        power electricity watts
        wifi wireless wlan
        internet broadband online web website
        restart reboot reset
        outage down failure fails
        visa mastercard credit
        rename name
        password passcode pin code
        warranty guarantee guaranteed
        rule rules policy policies regulation
        illegal unlawful
        license licence licensed
        copy copies duplicate
        sell resell sale
        weekend saturday sunday
        yearly annual annually year
        monthly month
        weekly week
        daily day
        big large size dimensions
        heavy weight weigh weighs
        tall height high
        long length duration last lasts
        fast quick speed
        often frequency frequently
        safe safety secure
        danger dangerous hazard hazardous
        teach lesson class course
        insurance insured insurer
        bill invoice
        deliver delivery shipping ship dispatch
        lost missing lose
        bag bags luggage backpack suitcase cloakroom
        gift present shop souvenir
        parent parents mother father
        maternity paternity parental
        job position vacancy
        quit resign resignation notice
        fire fired dismiss dismissal terminate termination
        result results outcome
        emergency urgent
        vaccine vaccination shot jab immunisation
        glass bottle bottles jar
        paper cardboard
        garden yard green
        tree branch branches
        couch sofa furniture bulky
        fridge refrigerator appliance
        washer washing machine
        tv television
        computer computers laptop pc device
        software program programme application app
        mobile smartphone phone
        install installed setup
        delete remove erase uninstall
        update updates upgrade upgrades version
        save store keep
        store shop
        die died dies dead death bereavement funeral
        grandmother grandfather grandma grandpa grandparent grandparents
        marry married marriage wedding
        wife husband spouse partner partners
        brother sister brothers sisters sibling siblings
        son daughter child
        dad father
        mum mom mother
        birth born pregnant pregnancy expecting
        friend friends guest guests companion
        woman women female lady
        man men male
        boy girl child
        human person individual
        house home flat apartment residence
        move moving relocate relocation
        rent hire lease borrow rental
        lend lent borrow loan
        own owner owners possess
        stop stops halt
        near nearby close nearest closest
        route way directions reach
        travel journey trip
        abroad overseas foreign country
        plane flight aircraft
        airport terminal
        hotel accommodation overnight
        room rooms space hall
        seat seats places
        visit visits appointment consultation
        meeting conference event events
        party celebration reception
        depart departure
        arrive arrival
        early earlier earliest
        late later latest
        midday noon lunchtime
        night overnight evening
        deadline latest due
        minimum least
        maximum most limit
        amount quantity number
        total sum altogether
        extra additional supplement surcharge further
        fine penalty
        debt owe owed
        cash coins card payment
        instalment instalments installments
        account profile login
        form application apply
        document documents papers paperwork
        proof evidence certificate
        identity id passport identification
        sign signature
        agree agreement contract consent
        law legal
        responsible liable liability
        complaint complaints complain
        help assistance support
        staff team personnel
        hr personnel
        colleague colleagues coworker
        recruit recruitment hiring
        training course education
        exam test
        hospital clinic surgery practice
        nurse doctor
        pain hurt ache
        injury injured accident hurt
        fever temperature
        dentist dental teeth tooth
        blood laboratory lab
        paediatric pediatric children
        allergy allergic allergies
        drink drinking beverage
        hot heat temperature warm
        cold cool freezing
        wet damp moist
        dirty stain stains soiled
        smell odour odor stink
        light lamp bulb
        door gate entrance
        lock locked unlock
        plug socket outlet
        button switch
        screen display
        cable wire cord
        wooden wood
        metal iron steel
        clothes clothing dress
        shoe shoes footwear
        knife knives cutlery
        pot pots pan pans
        cup cups mug mugs
        dish dishes plate plates crockery
        vegetarian vegan
        alcohol beer wine
        smoke smoking cigarette cigarettes vape
        swim swimming pool bathe
        sport sports exercise gym fitness
        concert performance show
        exhibition exhibitions exhibit display
        painting paintings art artwork
        music song
        language languages translated translation translate translator interpreter interpreters
        deaf hearing
        blind sighted visually
        step steps stairs staircase
        map plan
        weather rain snow
        forget forgot forgotten
        miss missed
        empty emptied emptying
        fill filled refill
        break broke broken
        choose select choice
        change alter modify
        give hand
        stay remain
        """,
        .german: """
        kosten kostet preis preise gebuhr gebuhren tarif eintritt bezahlen zahlen teuer
        eintritt ticket tickets karte karten eintrittskarte
        kaufen erwerben bestellen
        kostenlos gratis frei umsonst
        offen geoffnet offnet offnen offnungszeiten aufmachen
        geschlossen schliesst schliessen zu schliesszeit schliessung
        beginn beginnt anfangen anfang start startet
        ende endet aufhoren
        kind kinder
        senioren rentner
        auto autos fahrzeug pkw wagen
        parken parkplatz parkplatze
        toilette toiletten wc
        aufzug lift fahrstuhl
        rollstuhl barrierefrei behindert
        hund hunde haustier tier tiere
        foto fotos fotografieren
        telefon anrufen telefonnummer rufnummer
        email mail kontakt
        kaputt defekt schaden
        mull abfall
        krank krankheit
        arzt arztin praxis
        termin termine
        urlaub ferien
        ermassigung rabatt ermassigt
        """,
        .french: """
        prix tarif tarifs cout coute couter cher payer
        billet billets entree ticket
        gratuit gratuite
        ouvert ouvre ouverture horaires heures
        ferme fermeture ferment
        enfant enfants
        voiture parking stationnement garer
        toilettes wc sanitaires
        chien chiens animal animaux
        telephone appeler numero
        malade maladie
        medecin docteur
        dechets ordures poubelle
        """,
        .spanish: """
        precio precios coste costo cuesta tarifa tarifas pagar
        entrada entradas billete boleto
        gratis gratuito gratuita
        abierto abre abren apertura horario horarios
        cerrado cierra cierran cierre
        nino ninos
        coche carro auto aparcamiento estacionamiento
        perro perros mascota mascotas animal animales
        telefono llamar numero
        medico doctor
        basura residuos
        """,
        .italian: """
        prezzo prezzi costo costa costano tariffa tariffe pagare
        biglietto biglietti ingresso entrata
        gratis gratuito gratuita
        aperto apre apertura orario orari
        chiuso chiude chiusura
        bambino bambini
        cane cani animale animali
        telefono chiamare numero
        rifiuti spazzatura
        """,
        .portuguese: """
        preco precos custo custa tarifa pagar
        bilhete bilhetes ingresso entrada
        gratis gratuito gratuita
        aberto abre abertura horario horarios
        fechado fecha fechamento
        crianca criancas
        cao caes cachorro animal animais
        telefone ligar numero
        lixo residuos
        """,
        .dutch: """
        prijs prijzen kosten kost tarief tarieven betalen
        kaartje kaartjes ticket tickets toegang entree
        gratis
        open opent openingstijden geopend
        gesloten sluit dicht
        kind kinderen
        hond honden huisdier huisdieren
        telefoon bellen nummer
        afval vuilnis
        """,
        .polish: """
        cena ceny koszt kosztuje oplata oplaty placic
        bilet bilety wstep
        bezplatny bezplatnie darmowy
        otwarte otwarty otwarcia godziny
        zamkniete zamkniety zamkniecia
        dziecko dzieci
        pies psy zwierze zwierzeta
        telefon zadzwonic numer
        smieci odpady
        """,
    ]
}
