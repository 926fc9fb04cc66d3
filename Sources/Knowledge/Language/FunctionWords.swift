/// Articles, pronouns, auxiliaries, prepositions, conjunctions and question words, without diacritics.
enum FunctionWords {
    static let of: [Language: Set<String>] = tables.mapValues { Set($0.split(separator: " ").map(String.init)) }

    private static let tables: [Language: String] = [
        .english: """
        a about after again all also am an and any are as at be because been before being but by can cannot could did \
        do does doing done down each either else ever every few for from had has have having he her here hers him his \
        how i if in into is isn it its itself just let ll may me might mine more most much must my myself neither no \
        nor not of off on once only or other our ours out over own per please rather re s same shall she should so \
        some such t than that the their theirs them themselves then there these they this those through to too \
        under until up upon us ve very was we were what whatever when where whether which while who whom whose why \
        will with within would you your yours yourself d m don doesn didn won wouldn couldn shouldn aren wasn \
        weren hasn haven hadn whats wheres whens hows whos whys thats theres its im ive youre youve dont doesnt \
            didnt cant couldnt wont wouldnt shouldnt isnt arent wasnt werent hasnt havent lets ain gonna wanna ok okay hey hello hi um uh er erm hm yes
        """,
        .german: """
        ab aber alle allem allen aller alles als also am an ander andere anderen auch auf aus bei beim bin bis bist \
        bitte da dabei dadurch dafur dagegen damit danach dann daran darauf daraus darf darum das dass davon dazu \
        dein deine dem den denn der deren des dessen dich die dies diese diesem diesen dieser dieses dir doch dort \
        du durch ein eine einem einen einer eines er es etwa etwas euch euer eure fur gegen gibt habe haben hat \
        hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in ins ist ja jede jedem jeden \
        jeder jedes jene kann kannst kein keine keinen keiner konnen konnt konnte man mehr mein meine meinem meinen \
        meiner mich mir mit muss mussen nach nein nicht nichts noch nun nur ob oder ohne sehr sein seine seinem \
        seinen seiner sich sie sind so soll sollen sollte sondern sonst uber um und uns unser unsere unter vom von \
        vor wann war waren warum was weil welche welchem welchen welcher welches wem wen wenn wer werde werden wie \
        wieder will wir wird wo wohin wollen worden wurde wurden zu zum zur zwischen
        """,
        .french: """
        a afin ai ainsi alors apres as au aucun aussi autre autres aux avant avec avez avoir avons c ca car ce ceci \
        cela celle celles celui ces cet cette ceux chaque chez comme comment d dans de des depuis derriere des donc \
        du elle elles en encore entre es est et etaient etait ete etes etre eu eux fait faut il ils j je l la le \
        les leur leurs lui m ma mais me meme mes moi moins mon n ne ni non nos notre nous on ont ou oui par parce \
        pas peu peut peuvent peux plus pour pourquoi qu quand que quel quelle quelles quels qui quoi s sa sans se \
        sera ses si soit son sont sous sur t ta te tes toi ton tous tout toute toutes tres tu un une vers voici \
        voila vos votre vous y
        """,
        .spanish: """
        a al algo algun alguna ante antes aquel aqui asi aun cada como con contra cual cuales cuando cuanta cuanto \
        cuantos de del desde donde dos durante e el ella ellas ellos en entre era es esa esas ese eso esos esta \
        estaba estan estar estas este esto estos estoy fue fueron ha hace hacen hacia han hasta hay he incluso la \
        las le les lo los mas me mi mis mucho muy nada ni no nos nosotros o os otra otras otro otros para pero poco \
        por porque puede pueden puedo que quien se sea segun ser si sido sin sobre son soy su sus tambien tan tanto \
        te tener tengo ti tiene tienen todas todo todos tras tu tus un una unas uno unos usted ustedes ya yo
        """,
        .italian: """
        a abbiamo ad agli ai al alla alle allo anche ancora avere c che chi ci cio come con contro cosa cui d da \
        dagli dai dal dalla dalle dallo degli dei del dell della delle dello deve di dopo dove due e ed era essere \
        fa fino fra gia gli ha hai hanno ho i il in io l la le lei li lo loro lui ma me mi mia mie miei mio molto \
        ne negli nei nel nell nella nelle nello no noi non nostra nostro o ogni oppure per perche piu poi posso \
        possono prima puo qual quale quali quando quanta quanto quella quelle quelli quello questa queste questi \
        questo qui quindi se sei sempre senza si sia siamo siete sono sta stato su sua sue sugli sui sul sulla \
        sulle suo suoi ti tra tu tua tuo tutti tutto un una uno vi voi
        """,
        .portuguese: """
        a ao aos aquela aquele aquilo as ate com como da das de dela dele deles depois do dos e ela elas ele eles em \
        entre era essa essas esse esses esta estao estar estas este estes estou eu foi foram ha isso isto ja la lhe \
        mais mas me mesmo meu meus minha muito na nao nas nem no nos nossa nosso num numa o onde os ou outra outro \
        para pela pelas pelo pelos pode podem por porque posso pra qual quais quando quanto quantos que quem se sem \
        ser seu seus so sobre sou sua suas tambem tao te tem tenho ter teu toda todas todo todos tu tua um uma umas \
        uns voce voces
        """,
        .dutch: """
        aan achter al alle alles als altijd andere ben bent bij daar dan dat de der deze die dit doen door dus een \
        eens en er ge geen geweest haar had heb hebben heeft hem het hier hij hoe hoeveel hun iemand iets ik in is \
        ja je jij jou jouw jullie kan kun kunnen maar me meer men met mij mijn moet moeten na naar niet niets nog nu \
        of om omdat ons onze ook op over tegen te ten ter toch toen tot u uit uw van veel voor waar waarom wanneer \
        want waren was wat we welk welke werd wezen wie wij wil willen word worden wordt zal ze zich zij zijn zo \
        zonder zou
        """,
        .polish: """
        a aby ale albo bardzo bez bo by byc byl byla bylo byly chce ci cie co czy czym dla do gdy gdzie go i ich ile \
        im inne iz ja jak jaka jaki jakie jako je jego jej jest jestem jeszcze jesli jezeli juz kazdy kiedy kto \
        ktora ktore ktory ktorzy ku lub ma maja mam mi miedzy mnie moga moge moj moja moje mozna moze my na nad nam \
        nas nasz nich nie niej nim nic niz o od on ona one oni oraz pan pani po pod poniewaz przed przez przy sa sie \
        skad sobie swoj ta tak takze tam te tego tej ten tez to tu twoj tych tylko tym u w was wasz we wiec wszystko \
        wy z za ze zeby
        """,
    ]
}
